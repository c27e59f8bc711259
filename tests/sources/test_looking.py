"""Looking again at documents: whatever a host does, one state, within bounds, and politely."""

from __future__ import annotations

import hashlib
import itertools
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from conftest import ROOT, Run
from hypothesis import given
from hypothesis import strategies as st
from sources.host import PAGE, Host, closed_port, serving

from openscore.registry import edit
from openscore.resources import registry_files
from openscore.sources.digests import Content, digests
from openscore.sources.documents import file_address
from openscore.sources.looks import LEAST, Look, Notes, note
from openscore.sources.rounds import Round
from openscore.sources.web import Limits, Web

SHORT = Limits(seconds=1.0, silence=0.5, bytes=1_000_000, steps=4, tries=2, patience=2.0)
FAST = ("--local", "--rate", "1000")


@pytest.fixture
def host() -> Iterator[Host]:
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay files over the shipped licenses alone: to check all shipped models after each edit takes its time."""
    monkeypatch.setattr(edit, "registry_files", lambda: registry_files()[:1])


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep looks of one test from another's."""
    monkeypatch.setenv("OPENSCORE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "openscore-sources" / "looks.jsonl"


def registry_file(folder: Path, documents: dict[str, str], more: str = "") -> Path:
    """Write a registry of one model with these documents, by key; a fact rests on each."""
    lines = [
        f'{key} = {{ url = "{url}", read = 2026-01-02, by = "maker"{more} }}'
        for key, url in documents.items()
    ]
    cited = ", ".join(f'"{key}"' for key in documents)
    path = folder / "own.toml"
    path.write_text(
        '[models.demo]\nname = "Demo"\ndeveloper = "Somebody"\nmodality = ["text"]\nsummary = "A model."\n\n'
        "[models.demo.documents]\n" + "\n".join(lines) + "\n\n[models.demo.weights]\n"
        f'availability = {{ value = "public", sources = [{cited}], shows = "they are there" }}\n',
        encoding="utf-8",
    )
    return path


def looked(run: Run, file: Path, *options: str) -> dict[str, dict[str, object]]:
    """Return by address what `sources check` tells of a registry alone."""
    result = run("sources", "check", "demo", "--registry", file, "--format", "json", *FAST, *options)
    assert result.code == 0, result.err
    return {one["url"]: one for one in json.loads(result.out)["documents"]}


def look_at(addresses: Sequence[str], limits: Limits = SHORT) -> dict[str, Look]:
    round = Round(workers=8, rate=1000, limits=limits, is_local=True, notes=Notes())
    return {look.url: look for look in round.looks(addresses)}


def test_every_behavior_of_a_host_has_one_outcome(host: Host) -> None:
    """Good and bad answers each end in a status or a named failure, and none holds the others up."""
    host.put("/good", b"<p>good</p>")
    host.put("/gone", status=410)
    host.put("/closed", status=403)
    host.put("/moved", status=301, Location="/moved-on")
    host.put("/moved-on", status=308, Location="/good")
    host.put("/sent-on", status=302, Location="/good")
    host.put("/round", status=302, Location="/round")
    host.put("/away", status=302, Location="ftp://127.0.0.1/x")
    host.put("/broken-away", status=302, Location="http://[")
    with serving("127.0.0.2") as bad:
        port = host.server_address[1]
        wanted: dict[str, tuple[int, str, str]] = {
            f"{host.root}/good": (200, "", ""),
            f"{host.root}/absent": (404, "", ""),
            f"{host.root}/gone": (410, "", ""),
            f"{host.root}/closed": (403, "", ""),
            f"{host.root}/moved": (200, "", f"{host.root}/good"),
            f"{host.root}/sent-on": (200, "", ""),
            f"{host.root}/busy": (404, "", ""),
            f"{host.root}/ill": (404, "", ""),
            f"{host.root}/short": (0, "broken", ""),
            f"{host.root}/endless": (0, "too-large", ""),
            f"{host.root}/round": (0, "too-many-redirects", ""),
            f"{host.root}/away": (0, "not-web", ""),
            f"{host.root}/broken-away": (0, "not-web", ""),
            f"{bad.root}/slow": (0, "timeout", ""),
            f"{bad.root}/silent": (0, "timeout", ""),
            f"https://127.0.0.1:{port}/good": (0, "tls", ""),
            f"http://127.0.0.3:{closed_port()}/": (0, "broken", ""),
            "http://nobody.invalid/": (0, "no-host", ""),
            "http://[broken": (0, "not-web", ""),
        }
        found = look_at(list(wanted))
    assert {url: (look.status, look.failure, look.moved) for url, look in found.items()} == wanted
    assert host.asked["/busy"] == 2
    assert host.asked["/ill"] == 2


def test_retry_after_is_waited_for(host: Host) -> None:
    """A host that asks for a second gets it, and the answer that follows counts."""
    began = time.monotonic()
    look_at([f"{host.root}/busy"])
    assert time.monotonic() - began >= 1
    assert host.asked["/busy"] == 2


def test_a_wait_beyond_patience_is_not_waited(host: Host) -> None:
    """Who asks for an hour is left alone: the answer stays what it is."""
    host.put("/hour", status=503, Retry_After="3600")
    assert look_at([f"{host.root}/hour"])[f"{host.root}/hour"].status == 503
    assert host.asked["/hour"] == 1


def test_robots_txt_is_asked_once_and_kept(host: Host) -> None:
    """What a host closes to programs is not asked for, and what it leaves open is."""
    host.put("/robots.txt", b"User-agent: *\nDisallow: /private/\n", Content_Type="text/plain")
    host.put("/private/card")
    host.put("/card")
    found = look_at([f"{host.root}/private/card", f"{host.root}/card"])
    assert found[f"{host.root}/private/card"].failure == "robots"
    assert found[f"{host.root}/card"].status == 200
    assert host.asked["/private/card"] == 0
    assert host.asked["/robots.txt"] == 1


def test_a_host_whose_robots_txt_fails_is_left_alone(host: Host) -> None:
    """A server error there means that nothing is asked for (RFC 9309, 2.3.1.4)."""
    host.put("/robots.txt", status=500)
    host.put("/card")
    assert look_at([f"{host.root}/card"])[f"{host.root}/card"].failure == "robots"
    assert host.asked["/card"] == 0


def test_one_host_gets_one_request_at_a_time_and_no_faster_than_the_rate(host: Host) -> None:
    """Requests to one host follow each other with the pause between them, whatever the number of threads."""
    paths = [f"/{number}" for number in range(8)]
    for path in paths:
        host.put(path)
    round = Round(workers=8, rate=20, limits=SHORT, is_local=True, notes=Notes())
    assert len(list(round.looks([host.root + path for path in paths]))) == 8
    assert host.most_together == 1
    pauses = [later - earlier for earlier, later in itertools.pairwise(host.moments[1:])]
    # Each may come a little late, and then the next seems early.
    assert sum(pauses) > 0.045 * len(pauses)


def test_a_crawl_delay_goes_before_the_rate(host: Host) -> None:
    """The pause that robots.txt asks for counts where it is the longer one."""
    host.put("/robots.txt", b"User-agent: *\nCrawl-delay: 1\n", Content_Type="text/plain")
    for path in ("/a", "/b"):
        host.put(path)
    look_at([f"{host.root}/a", f"{host.root}/b"])
    assert host.moments[2] - host.moments[1] >= 0.9


def test_addresses_of_this_machine_are_not_asked_unless_wanted(host: Host) -> None:
    """A registry of others cannot make the program talk to the machine that it runs on."""
    url = host.put("/card")
    web = Web(SHORT)
    assert web.ask(url).failure == "not-public"
    assert web.ask(url.replace("127.0.0.1", "localhost")).failure == "not-public"
    assert web.ask("http://[::1]:80/").failure == "not-public"
    assert web.ask("http://169.254.169.254/latest").failure == "not-public"
    assert host.asked["/card"] == 0


def test_changed_bytes_with_equal_text_are_no_change(host: Host, run: Run, tmp_path: Path) -> None:
    """A page that differs in its script alone is as recorded; one whose words differ is to be read again."""
    file = registry_file(tmp_path, {"card": f"{host.root}/each-time", "paper": host.put("/paper", PAGE % 0)})
    assert run("sources", "record", "--registry", file, *FAST).code == 0
    host.put("/paper", (PAGE % 0).replace(b"open", b"closed"))
    found = looked(run, file, "--again")
    assert found[f"{host.root}/each-time"]["state"] == "same"
    changed = found[f"{host.root}/paper"]
    assert changed["state"] == "changed"
    assert changed["to_be_read_again"] == ["demo.weights.availability"]


def test_record_keeps_the_digest_of_what_changed(host: Host, run: Run, tmp_path: Path) -> None:
    """What changed stays marked until somebody says that it was read again."""
    file = registry_file(tmp_path, {"card": host.put("/card", b"<p>one</p>")})
    assert run("sources", "record", "--registry", file, *FAST).out == "1 document recorded\n"
    recorded = file.read_text(encoding="utf-8")
    assert f'digest = "text-sha256:{hashlib.sha256(b"one").hexdigest()}", status = 200, seen = ' in recorded
    host.put("/card", b"<p>two</p>")
    assert run("sources", "record", "--registry", file, "--again", *FAST).out == "0 documents recorded\n"
    assert file.read_text(encoding="utf-8") == recorded
    assert run("sources", "check", "demo", "--registry", file, "--fail", *FAST).code == 1
    assert run("sources", "record", "--registry", file, "--changed", *FAST).out == "1 document recorded\n"
    assert run("sources", "check", "demo", "--registry", file, "--fail", *FAST).code == 0


def test_what_was_looked_at_is_not_asked_again(host: Host, run: Run, tmp_path: Path) -> None:
    """Within a day nothing is asked twice; `--again` asks, and for another state only."""
    file = registry_file(tmp_path, {"card": host.put("/cached", b"<p>one</p>", ETag='"one"')})
    for _ in range(2):
        assert looked(run, file)[f"{host.root}/cached"]["status"] == 200
    assert host.asked["/cached"] == 1
    again = looked(run, file, "--again")[f"{host.root}/cached"]
    assert host.headers["/cached"][-1]["If-None-Match"] == '"one"'
    assert again["status"] == 200
    assert again["digest"] == f"text-sha256:{hashlib.sha256(b'one').hexdigest()}"


def test_a_killed_run_goes_on_where_it_was(host: Host, tmp_path: Path, own_cache: Path) -> None:
    """After a kill, what was looked at is not asked for again, and half a line of notes is passed over."""
    paths = {f"d{number}": host.put(f"/{number}") for number in range(30)}
    file = registry_file(tmp_path, paths)
    words = [
        sys.executable,
        "-m",
        "openscore",
        "sources",
        "check",
        "demo",
        "--registry",
        str(file),
        "--local",
        "--rate",
        "20",
    ]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL)
    while sum(host.asked.values()) < 10:
        time.sleep(0.02)
    process.kill()
    process.wait()
    noted = len(own_cache.read_text(encoding="utf-8").splitlines())
    with own_cache.open("a", encoding="utf-8") as notes:
        notes.write('{"url": "http://127')
    before = host.asked.copy()
    done = subprocess.run([*words[:-1], "1000"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert "30 documents: 30 there" in done.stdout
    newly = sum((host.asked - before).values())
    assert noted >= 8
    assert newly <= 30 - noted + 1  # and robots.txt


def test_offline_asks_nobody(host: Host, run: Run, tmp_path: Path) -> None:
    """The plan names hosts and counts; no request is made."""
    file = registry_file(tmp_path, {"card": host.put("/card"), "paper": host.put("/paper")})
    result = run("sources", "check", "demo", "--registry", file, "--offline")
    assert result.code == 0
    assert f"     2  {host.root[7:]}\n" in result.out
    assert not host.asked


def test_what_is_no_address_breaks_no_plan_and_acts_on_no_terminal(run: Run, tmp_path: Path) -> None:
    """Brackets around what is no number of a host, and what turns the direction of a text."""
    file = registry_file(tmp_path, {"card": "http://[x", "paper": "https://\u202ehost/x"})
    result = run("sources", "check", "demo", "--registry", file, "--offline")
    assert 0 == result.code, result.err
    assert "     1  \\u202ehost\n" in result.out
    assert "\u202e" not in result.out


def test_an_archive_is_asked_and_its_copy_written(host: Host, run: Run, tmp_path: Path) -> None:
    """The address that the archive names is written; of an archive that names none nothing is."""
    card = host.put("/card")
    paper = host.put("/paper")
    host.put(f"/save/{card}", Content_Location="/kept/1")
    host.put(f"/save/{paper}", status=500)
    file = registry_file(tmp_path, {"card": card, "paper": paper})
    service = f"{host.root}/save/"
    result = run("sources", "archive", "--service", service, "--registry", file, "--local", "--rate", "1000")
    assert result.out == "1 of 2 kept, 1 written\n"
    assert f"not kept: {paper}" in result.err
    assert f'archived = "{host.root}/kept/1"' in file.read_text(encoding="utf-8")
    assert file.read_text(encoding="utf-8").count("archived") == 1


def test_problems_stand_at_their_line(host: Host, run: Run, tmp_path: Path) -> None:
    """SARIF and workflow commands name the registry file and the line of the document."""
    file = registry_file(tmp_path, {"card": f"{host.root}/absent"})
    result = run("sources", "check", "demo", "--registry", file, "--format", "github", *FAST)
    assert f"::error file={file},line=8,title=source-gone::" in result.out
    sarif = json.loads(run("sources", "check", "demo", "--registry", file, "--format", "sarif", *FAST).out)
    place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["region"]["startLine"] == 8


def test_a_digest_taken_changes_no_citation(host: Host, run: Run, tmp_path: Path) -> None:
    """To note what stands at an address is not to read it: codes of earlier citations hold."""
    file = registry_file(tmp_path, {"card": host.put("/card")})
    before = run("cite", "demo", "--registry", file).out
    assert run("sources", "record", "--registry", file, *FAST).code == 0
    assert run("cite", "demo", "--registry", file).out == before


def test_stale_lists_what_was_read_long_ago(run: Run, tmp_path: Path) -> None:
    """A document read long ago is listed with its age; none is left out by a younger one beside it."""
    file = registry_file(tmp_path, {"card": "https://example.org/card"})
    result = run("sources", "stale", "demo", "--registry", file, "--older-than", "30", "--format", "json")
    assert [one["url"] for one in json.loads(result.out)["stale-sources"]] == ["https://example.org/card"]
    assert run("sources", "stale", "demo", "--registry", file, "--older-than", "100000").code == 3


def test_validate_fails_for_what_was_read_too_long_ago(run: Run, tmp_path: Path) -> None:
    """The model, the day and what to type next are named; a long enough age passes."""
    file = registry_file(tmp_path, {"card": "https://example.org/card"})
    words = ("validate", "--registry", file, "--rubric", "osi-draft", "--max-age")
    result = run(*words, "30")
    assert result.code == 1
    assert "models.demo: rests on a reading of 2026-01-02" in result.err
    assert "openscore sources stale demo --older-than 30" in result.err
    assert run(*words, "200000").code == 0


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (
            "https://github.com/a/b/blob/main/docs/x.md#L3",
            "https://raw.githubusercontent.com/a/b/main/docs/x.md",
        ),
        ("https://github.com/a/b/tree/main/docs", "https://github.com/a/b/tree/main/docs"),
        (
            "https://huggingface.co/a/b/blob/main/README.md",
            "https://huggingface.co/a/b/resolve/main/README.md",
        ),
        (
            "https://huggingface.co/datasets/a/b/blob/main/x",
            "https://huggingface.co/datasets/a/b/resolve/main/x",
        ),
        ("https://example.org/a?b#c", "https://example.org/a?b"),
    ],
)
def test_bytes_of_a_file_stand_beside_its_page(url: str, wanted: str) -> None:
    """Of a page that shows a file the file is asked for; every other page is asked for itself."""
    assert file_address(url) == wanted


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])),
    st.sampled_from(["utf-8", "utf-16", "gb18030"]),
)
def test_text_is_one_in_every_charset(text: str, charset: str) -> None:
    """The digest of a text does not depend on the charset in which it is sent."""
    sent = Content(text.encode(charset), "text/plain", charset)
    assert digests(sent).text == digests(Content(text.encode(), "text/plain")).text


@given(
    st.binary(max_size=300),
    st.sampled_from(["text/html", "text/plain", "application/pdf", ""]),
    st.text(max_size=12),
)
def test_any_bytes_have_digests(body: bytes, media: str, charset: str) -> None:
    """Whatever a host sends has a digest of its bytes, and text has one of its text."""
    found = digests(Content(body, media, charset))
    assert found.bytes == "sha256:" + hashlib.sha256(body).hexdigest()
    assert bool(found.text) == media.startswith("text/")


@given(st.lists(st.text(max_size=200), max_size=8))
def test_any_notes_are_read(lines: list[str]) -> None:
    """Lines that are no notes are passed over."""
    assert Notes(lines).get("https://example.org") is None


def test_notes_come_back(tmp_path: Path) -> None:
    """A look that was noted is read back whole, the last of an address first."""
    looks = [
        Look("https://example.org", f"2026-11-2{day}T08:00:00+00:00", 200, "sha256:a", "", "", '"e"')
        for day in (6, 7)
    ]
    with (tmp_path / "notes").open("a", encoding="utf-8") as file:
        for look in looks:
            note(file, look)
    assert Notes.of(tmp_path / "notes").get("https://example.org") == looks[1]


def test_notes_that_count_no_more_go(tmp_path: Path) -> None:
    """After many looks at few addresses the last ones stay; a file of which most counts is left as it is."""
    path = tmp_path / "notes"
    looks = [
        Look(f"https://example.org/{turn % 3}", f"2026-11-27T08:{turn // 60:02}:{turn % 60:02}+00:00", 200)
        for turn in range(LEAST + 4)
    ]
    with path.open("a", encoding="utf-8") as file:
        for look in looks:
            note(file, look)
    whole = path.read_bytes()
    Notes(whole.decode().splitlines()[1:]).tidy(path)
    assert path.read_bytes() == whole
    link = tmp_path / "link"
    link.symlink_to(path)
    Notes.of(link).tidy(link)
    assert path.read_bytes() == whole
    Notes.of(path).tidy(path)
    assert len(path.read_text(encoding="utf-8").splitlines()) == 3
    assert [Notes.of(path).get(look.url) for look in looks[-3:]] == looks[-3:]


def test_a_thread_that_hangs_holds_nobody_up(host: Host) -> None:
    """A host that sends a header byte now and then is given up, and hosts behind it are looked at."""
    listener = socket.create_server(("127.0.0.4", 0))

    done = threading.Event()

    def drip() -> None:
        try:
            while not done.is_set():
                sent, _ = listener.accept()
                with sent:
                    while not done.wait(0.05):
                        sent.send(b"H")
        except OSError:
            pass  # Nobody listens any more.

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    slow = f"http://127.0.0.4:{listener.getsockname()[1]}/"
    good = host.put("/good")
    limits = SHORT._replace(tries=1, patience=0.5)
    round = Round(workers=1, rate=1000, limits=limits, is_local=True, notes=Notes())
    found = {look.url: look for look in round.looks([slow, good])}
    done.set()
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)
    assert found[slow].failure == "timeout"
    assert found[good].status == 200
