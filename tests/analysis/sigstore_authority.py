"""An authority, a log of certificates and a log of signatures made for a test, and what they sign."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
BEGIN = "2026-01-01T00:00:00Z"
ISSUER = ObjectIdentifier("1.3.6.1.4.1.57264.1.1")
SCTS = ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")
USAGES = dict.fromkeys(
    (
        "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
        "encipher_only", "decipher_only", "digital_signature",
    ),
    False,
)  # fmt: skip


def coded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def spki(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def named(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return how logs name a key."""
    return hashlib.sha256(spki(key)).digest()


def signature(key: ec.EllipticCurvePrivateKey, content: bytes) -> bytes:
    return key.sign(content, ec.ECDSA(hashes.SHA256()))


class Authority:
    """Vouches for identities, as the public services of sigstore do."""

    def __init__(self) -> None:
        self.key, self.certificates, self.log = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a test")])
        usage = x509.KeyUsage(**USAGES | {"key_cert_sign": True, "crl_sign": True})
        made = self._begun(self.name, self.key, timedelta(days=300))
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self.root = made.add_extension(usage, critical=True).sign(self.key, hashes.SHA256())

    def _begun(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, lasts: timedelta
    ) -> x509.CertificateBuilder:
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(self.name)
        made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
        made = made.not_valid_before(NOW - min(lasts, timedelta(minutes=5))).not_valid_after(NOW + lasts)
        made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        known = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        return made.add_extension(known, critical=False)

    def certificate(self, key: ec.EllipticCurvePrivateKey, identity: str, issuer: str) -> x509.Certificate:
        """Return a certificate of an identity, with the promise of the log of certificates."""
        made = self._begun(x509.Name([]), key, timedelta(minutes=10))
        made = made.add_extension(x509.SubjectAlternativeName([x509.RFC822Name(identity)]), critical=True)
        made = made.add_extension(x509.KeyUsage(**USAGES | {"digital_signature": True}), critical=True)
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
        made = made.add_extension(x509.UnrecognizedExtension(ISSUER, issuer.encode()), critical=False)
        promised = made.sign(self.key, hashes.SHA256()).tbs_certificate_bytes
        head = struct.pack("!BBQH", 0, 0, moment := int(NOW.timestamp() * 1000), 1)
        entry = named(self.key) + len(promised).to_bytes(3, "big") + promised
        own = signature(self.certificates, head + entry + b"\0\0")
        sct = b"\0" + named(self.certificates) + struct.pack("!QHBBH", moment, 0, 4, 3, len(own)) + own
        listed = struct.pack("!H", len(sct) + 2) + struct.pack("!H", len(sct)) + sct
        wrapped = (
            b"\x04" + (bytes([len(listed)]) if len(listed) < 128 else b"\x81" + bytes([len(listed)])) + listed
        )
        made = made.add_extension(x509.UnrecognizedExtension(SCTS, wrapped), critical=False)
        return made.sign(self.key, hashes.SHA256())

    def bundle(self, content: bytes, identity: str, issuer: str) -> dict[str, Any]:
        """Return the bundle by which an identity signs a content."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate, own, digest = (
            self.certificate(key, identity, issuer),
            signature(key, content),
            hashlib.sha256(content),
        )
        public = {"content": coded(certificate.public_bytes(Encoding.PEM))}
        spec = {
            "data": {"hash": {"algorithm": "sha256", "value": digest.hexdigest()}},
            "signature": {"content": coded(own), "publicKey": public},
        }
        body = canonical({"apiVersion": "0.0.1", "kind": "hashedrekord", "spec": spec})
        return {
            "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
            "verificationMaterial": {
                "certificate": {"rawBytes": coded(certificate.public_bytes(Encoding.DER))},
                "tlogEntries": [self._logged(body)],
            },
            "messageSignature": {
                "messageDigest": {"algorithm": "SHA2_256", "digest": coded(digest.digest())},
                "signature": coded(own),
            },
        }

    def _logged(self, body: bytes) -> dict[str, Any]:
        """Return the only entry of the log of signatures."""
        moment, root = int(NOW.timestamp()), hashlib.sha256(b"\0" + body).digest()
        promise = {
            "body": coded(body),
            "integratedTime": moment,
            "logID": named(self.log).hex(),
            "logIndex": 0,
        }
        note = f"a test\n1\n{coded(root)}\n"
        line = coded(named(self.log)[:4] + signature(self.log, note.encode()))
        return {
            "logIndex": "0",
            "logId": {"keyId": coded(named(self.log))},
            "kindVersion": {"kind": "hashedrekord", "version": "0.0.1"},
            "integratedTime": str(moment),
            "inclusionPromise": {"signedEntryTimestamp": coded(signature(self.log, canonical(promise)))},
            "inclusionProof": {
                "logIndex": "0", "rootHash": coded(root), "treeSize": "1", "hashes": [],
                "checkpoint": {"envelope": f"{note}\n\N{EM DASH} a-test {line}\n"},
            },
            "canonicalizedBody": coded(body),
        }  # fmt: skip

    @property
    def trusted_root(self) -> dict[str, Any]:
        """By what its bundles are checked."""
        valid = {"validFor": {"start": BEGIN}}
        return {
            "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
            "tlogs": [_instance(self.log)],
            "ctlogs": [_instance(self.certificates)],
            "certificateAuthorities": [
                {
                    "subject": {"organization": "a test", "commonName": "a test"},
                    "uri": "https://authority.example",
                    "certChain": {
                        "certificates": [{"rawBytes": coded(self.root.public_bytes(Encoding.DER))}]
                    },
                    **valid,
                }
            ],
            "timestampAuthorities": [],
        }


def _instance(key: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
    details = {"keyDetails": "PKIX_ECDSA_P256_SHA_256", "validFor": {"start": BEGIN}}
    return {
        "baseUrl": "https://log.example",
        "hashAlgorithm": "SHA2_256",
        "publicKey": {"rawBytes": coded(spki(key)), **details},
        "logId": {"keyId": coded(named(key))},
    }


def canonical(data: object) -> bytes:
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode()
