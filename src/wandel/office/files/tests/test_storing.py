import hashlib
import os
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from wandel.office.files.actions import remove, store, sweep
from wandel.office.files.models import StoredFile, files_dir
from wandel.office.files.queries import file_about, files_about
from wandel.office.files.responses import file_response
from wandel.ui.subjects import SubjectRef

pytestmark = [pytest.mark.database]
AWARD = SubjectRef("funding.award", "7", "/awards/7/", "Brücke")
PDF = b"%PDF-1.7\ncontent"


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.WANDEL_DATA_DIR = tmp_path
    return tmp_path


def upload(content=PDF, name="Bescheid.pdf", content_type="text/html"):
    return SimpleUploadedFile(name, content, content_type=content_type)


@transaction.atomic
def fail_after(act):
    act()
    raise RuntimeError


def on_disk():
    return [path for path in files_dir().rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
def test_a_stored_file_reads_back_byte_for_byte():
    stored = store(upload=upload(), subject=AWARD, by=None)
    assert stored.location.read_bytes() == PDF
    assert (stored.content_type, stored.size) == ("application/pdf", len(PDF))
    assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
    assert on_disk() == [stored.location]
    assert stored.location.stat().st_mode & 0o077 == 0
    assert list(files_about("funding.award", 7)) == [stored]


@pytest.mark.django_db(transaction=True)
def test_who_handed_it_in_is_kept_by_name(cast):
    stored = store(upload=upload(), subject=AWARD, by=cast.vettweiss)
    assert (stored.actor_id, stored.actor_name) == (str(cast.vettweiss.pk), "Vera Vettweiß")
    stored = store(upload=upload(), subject=AWARD, by=AnonymousUser())
    assert (stored.actor_id, stored.actor_name) == ("", "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"\x00\x01", b"x" * (1024 * 1024 + 1)])
def test_a_refused_file_leaves_nothing_behind(settings, content):
    settings.WANDEL_UPLOAD_MAX_MB = 1
    with pytest.raises(ValidationError):
        store(upload=upload(content, "a.txt"), subject=AWARD, by=None)
    assert on_disk() == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_limit_counts_what_comes_and_names_itself(settings):
    settings.WANDEL_UPLOAD_MAX_MB = 1
    liar = upload(b"x" * (1024 * 1024 + 1), "a.txt")
    liar.size = 5
    with pytest.raises(ValidationError) as refused:
        store(upload=liar, subject=AWARD, by=None)
    assert refused.value.code == "too_large"
    assert "1 MB" in refused.value.messages[0]
    assert store(upload=upload(b"x" * 1024 * 1024, "a.txt"), subject=AWARD, by=None).size == 1024 * 1024


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_the_file_with_it():
    seen = []

    def store_and_look():
        store(upload=upload(), subject=AWARD, by=None)
        seen.extend(on_disk())

    with pytest.raises(RuntimeError):
        fail_after(store_and_look)
    assert len(seen) == 1
    assert on_disk() == []


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_part_takes_only_its_own_file():
    with transaction.atomic():
        kept = store(upload=upload(), subject=AWARD, by=None)
        with pytest.raises(RuntimeError):
            fail_after(lambda: store(upload=upload(), subject=AWARD, by=None))
    assert on_disk() == [kept.location]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_cannot_be_written_leaves_no_file():
    broken = SubjectRef(None, "7", "", "")
    with pytest.raises(Exception, match="subject_kind"):
        store(upload=upload(), subject=broken, by=None)
    assert on_disk() == []


@pytest.mark.django_db(transaction=True)
def test_a_removed_file_goes_with_the_commit():
    stored = store(upload=upload(), subject=AWARD, by=None)
    with pytest.raises(RuntimeError):
        fail_after(lambda: remove(stored=StoredFile.objects.get()))
    assert on_disk() == [stored.location]
    remove(stored=StoredFile.objects.get())
    assert on_disk() == []


@pytest.mark.django_db(transaction=True)
def test_the_sweep_removes_old_leftovers_and_keeps_the_rest():
    stored = store(upload=upload(), subject=AWARD, by=None)
    leftover, fresh = files_dir() / "incoming" / "abc.part", files_dir() / "incoming" / "def.part"
    orphan = files_dir() / "ab" / ("ab" * 16)
    orphan.parent.mkdir(exist_ok=True)
    two_days_ago = (timezone.now() - timedelta(days=2)).timestamp()
    for path in (leftover, fresh, orphan):
        path.write_bytes(b"x")
    for path in (leftover, orphan, stored.location):
        os.utime(path, (two_days_ago, two_days_ago))
    assert sweep(timezone.now()) == 2
    assert sorted(on_disk()) == sorted([stored.location, fresh])


@pytest.mark.django_db
def test_a_file_of_another_thing_is_not_found():
    stored = store(upload=upload(), subject=AWARD, by=None)
    assert file_about("funding.award", 7, stored.pk) == stored
    with pytest.raises(Http404):
        file_about("funding.award", 8, stored.pk)


@pytest.mark.django_db
def test_a_download_can_do_nothing_in_the_browser():
    stored = store(upload=upload(b"Gr\xfc\xdfe", 'Brücke "neu"\r\nX: 1.txt'), subject=AWARD, by=None)
    response = file_response(stored, inline=True)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Br%C3%BCcke")
    assert response["Content-Type"] == "text/plain; charset=windows-1252"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Cache-Control"].startswith("private")
    assert b"".join(response.streaming_content) == b"Gr\xfc\xdfe"


@pytest.mark.django_db
def test_only_pictures_and_pdf_open_in_the_tab():
    pdf = store(upload=upload(), subject=AWARD, by=None)
    picture = store(upload=upload(b"GIF89a\x00", "a.gif"), subject=AWARD, by=None)
    assert file_response(pdf)["Content-Disposition"].startswith("attachment")
    assert file_response(pdf, inline=True)["Content-Disposition"].startswith("inline")
    assert "default-src 'none'" in file_response(pdf, inline=True)["Content-Security-Policy"]
    assert file_response(picture, inline=True)["Content-Security-Policy"].startswith("sandbox;")


@pytest.mark.django_db
def test_content_gone_from_the_disk_is_a_404_and_no_error_page():
    stored = store(upload=upload(), subject=AWARD, by=None)
    stored.location.unlink()
    with pytest.raises(Http404):
        file_response(stored)
