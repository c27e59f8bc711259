"""What passes along lines of models, as SQL: `engine.lineage` for all rows at once.

A table `ancestors` has a row for each model and each of those that it rests on, itself among them, and how:
`is_near` if only copies lie between, `is_own` if the ancestor is the same maker's as the model that was made
from it, `is_copy` if the ancestor is a copy itself, which leaves unsaid facts to its original.

Only what ancestors tell has rows (`bounds`). Those that tell nothing of a fact or term, and leave it to no
original, are known from their number: with one of them anything may be true.
"""

from __future__ import annotations

from openscore.hub.licensors import IS, MAY_BE
from openscore.hub.masks import reach, worst

ANCESTORS = "ancestors"
ENTRIES = f"""
SELECT a.ancestor AS id, {{columns}}
FROM (SELECT DISTINCT ancestor FROM {ANCESTORS}) AS a
LEFT JOIN {{source}} AS f ON f.id = a.ancestor
"""
"""Every ancestor, also one of which nothing is known."""
JUDGED = f"""
SELECT
  id,
  COUNT(CASE WHEN is_near AND NOT is_copy THEN 1 END) AS near,
  COUNT(CASE WHEN NOT is_near AND NOT is_copy THEN 1 END) AS far
FROM {ANCESTORS}
GROUP BY id
"""
"""Each model, with the numbers of ancestors, near and beyond, that leave nothing to an original."""
FOLDED = f"""
SELECT
  c.id, c.path,
  BIT_OR(c.near) AS near, BIT_AND({reach("c.near", "c.loose_near", "c.every")}) AS near_reach,
  BIT_OR(c.far) AS far, BIT_AND({reach("c.far", "c.loose", "c.every")}) AS far_reach,
  COUNT(CASE WHEN c.is_near_row AND NOT c.is_copy THEN 1 END) AS near_told,
  COUNT(CASE WHEN c.is_far_row AND NOT c.is_copy THEN 1 END) AS far_told,
  MAX(CASE WHEN c.is_near AND NOT c.is_copy THEN c.held ELSE 0 END) AS held
FROM (
  SELECT
    id, path, is_near, is_copy, held, every, loose_near, loose, is_near_row, is_far_row,
    CASE WHEN is_near_row THEN mask END AS near,
    CASE
      WHEN NOT is_far_row OR (is_work AND is_own AND others = 0) THEN NULL
      WHEN is_work AND ((mask & absent) <> 0 OR (is_own AND others = {MAY_BE}))
      THEN (mask & (every - absent)) | 1
      ELSE mask
    END AS far
  FROM (
    SELECT
      a.id, b.path, a.is_near, a.is_own, a.is_copy, b.others, b.held,
      r.is_work, r.every, r.absent, r.loose_near, r.loose,
      CASE WHEN a.is_copy THEN b.copied ELSE b.mask END AS mask,
      a.is_near AND (r.is_term OR a.is_copy) AS is_near_row,
      CASE WHEN r.is_term THEN r.is_shared AND NOT a.is_near
        ELSE (r.is_shared OR a.is_near) AND NOT (a.is_near AND a.is_copy) END AS is_far_row
    FROM {ANCESTORS} AS a
    JOIN bounds AS b ON b.id = a.ancestor
    JOIN rules AS r ON r.path = b.path
  ) AS met
) AS c
GROUP BY c.id, c.path
"""
"""What ancestors tell of each fact and term, folded: of facts what copies say near the model, and the rest;
of terms what holds near it, and what bases lay upon it. An owner's own license of its own work does not bind
it, what only others can grant does, and what may be either may; where nothing is licensed, nothing binds."""
LINE = f"""
SELECT id, path, mask
FROM (
  SELECT
    id, path, every,
    CASE
      WHEN far IS NULL THEN near
      WHEN is_term THEN {worst("near", "far", "loose", "every")}
      WHEN near IS NULL OR loose = every THEN far
      ELSE CASE WHEN ordered = 0 THEN 0 ELSE {worst("near", "ordered", "loose", "every")} END
        | CASE WHEN (far & loose) = 0 THEN 0 ELSE (near & last)
          | CASE WHEN (near & (every - last)) <> 0 THEN far & loose ELSE 0 END END
    END AS mask
  FROM (
    SELECT
      t.id, t.path, t.is_term, t.every, t.loose, t.last, t.near, t.far & (t.every - t.loose) AS ordered,
      CASE WHEN t.is_beside AND t.held = {IS} THEN NULL
        WHEN t.is_beside AND t.held = {MAY_BE} THEN t.far | t.absent ELSE t.far END AS far
    FROM (
      SELECT
        f.id, f.path, r.is_term, r.is_beside, r.every, r.absent, r.loose, r.last,
        COALESCE(CASE WHEN r.is_term AND f.near_told < m.near THEN r.every ELSE f.near END & f.near_reach,
          CASE WHEN r.is_term THEN r.every END) AS near,
        COALESCE(
          CASE
            WHEN f.far_told < CASE WHEN r.is_shared THEN m.far ELSE 0 END
              + CASE WHEN r.is_term THEN 0 ELSE m.near END
            THEN (COALESCE(f.far, 0) | CASE WHEN r.is_work THEN (r.every - r.absent) | 1 ELSE r.every END)
              & COALESCE(f.far_reach, r.every)
            ELSE f.far & f.far_reach
          END,
          CASE WHEN NOT r.is_term THEN r.every END
        ) AS far,
        CASE WHEN f.near_told < m.near AND f.held = 0 THEN {MAY_BE} ELSE f.held END AS held
      FROM folded AS f
      JOIN rules AS r ON r.path = f.path
      JOIN judged AS m ON m.id = f.id
    ) AS t
  ) AS met
) AS l
WHERE mask <> every
"""
"""What may be true along the line: a fact of a copy beside its original's (see `engine.lineage.FactReader`),
a term with what bases lay on it. Withheld data has no terms but its own. What may be anything has no row."""
