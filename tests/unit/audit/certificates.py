"""Certificates that nobody issued but their holders, for signing copies of PDFs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

HOLDER, PASSPHRASE = "ผู้อำนวยการ (ทดสอบ)", "ลับ"
_SIGNS = {"digital_signature": True, "content_commitment": True}
_USES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


def write_certificate(path: Path, holder: str = HOLDER) -> Path:
    """A PKCS#12 file with a key of its own, which opens with the passphrase."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, holder)])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30))
    usage = x509.KeyUsage(**{use: _SIGNS.get(use, False) for use in _USES})
    certificate = builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())
    encryption = BestAvailableEncryption(PASSPHRASE.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"signer", key, certificate, None, encryption))
    return path
