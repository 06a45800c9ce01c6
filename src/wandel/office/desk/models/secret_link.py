import base64
import hashlib
import secrets

from django.db import models
from django.utils.crypto import salted_hmac


def hash_of(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_seed() -> str:
    return secrets.token_hex(16)


class SecretLinkColumns(models.Model):
    """A row that strangers open by a secret link.

    The token (256 bit) is derived from the row's seed and the installation's secret key, so the same link can stand in
    every mail, yet the database alone gives no token away: it keeps the seed and the token's SHA-256.
    """

    token_seed = models.CharField(max_length=32, default=new_seed, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        abstract = True

    @property
    def token(self) -> str:
        digest = salted_hmac(f"wandel.{self._meta.label_lower}", self.token_seed, algorithm="sha256").digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def keep_token_hash(self) -> None:
        """Set the hash before the row is saved; also after the secret key changed, when a new link is sent."""
        self.token_hash = hash_of(self.token)
