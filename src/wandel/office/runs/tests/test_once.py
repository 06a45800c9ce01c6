import re
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template import Context, Template
from django.utils import timezone

from wandel.office.runs.models import Recurring, Submission
from wandel.office.runs.once import submit_once

pytestmark = [pytest.mark.database]
KEY = "0f" * 16


@pytest.fixture
def post(rf):
    def build(path="/awards/new/", user=None, **data):
        request = rf.post(path, {"once_key": KEY, "title": "Brücke", **data})
        request.user = user or AnonymousUser()
        return request

    return build


def make_row(name="made"):
    """Something whose doubles can be counted."""

    def perform():
        row = Recurring.objects.create(name=f"{name}-{time.monotonic_ns()}", every="daily", next_run_at=timezone.now())
        return f"/rows/{row.pk}/"

    return perform


@pytest.mark.django_db
def test_the_same_form_again_makes_one_record_and_leads_to_the_same_page(post):
    first, second = submit_once(post(), make_row()), submit_once(post(), make_row())
    assert first == second == f"/rows/{Recurring.objects.get().pk}/"


@pytest.mark.django_db
def test_a_new_security_token_does_not_make_another_form(post):
    assert submit_once(post(csrfmiddlewaretoken="a"), make_row()) == submit_once(
        post(csrfmiddlewaretoken="b"), make_row()
    )


@pytest.mark.django_db
def test_going_back_and_changing_a_value_is_a_new_submission(post, django_user_model):
    paths = {
        submit_once(post(), make_row()),
        submit_once(post(title="Bahnhof"), make_row()),
        submit_once(post(path="/awards/8/"), make_row()),
        submit_once(post(user=django_user_model(pk=5)), make_row()),
        submit_once(post(paper=SimpleUploadedFile("a.pdf", b"%PDF-1")), make_row()),
    }
    assert len(paths) == 5


@pytest.mark.django_db
def test_a_failed_attempt_leaves_no_key_so_the_next_one_counts(post):
    def fail():
        make_row()()
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        submit_once(post(), fail)
    assert not Submission.objects.exists()
    assert not Recurring.objects.exists()
    submit_once(post(), make_row())
    assert Recurring.objects.count() == 1


@pytest.mark.django_db
def test_a_key_of_ones_own_works_without_a_form_and_no_key_is_no_limit():
    assert submit_once("import-2026-11", make_row()) == submit_once("import-2026-11", make_row())
    assert submit_once("", make_row()) != submit_once("", make_row())


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["x" * 100_000, "\x00", "\ud800", "ä" * 64])
def test_a_hostile_key_is_just_another_key(given):
    assert submit_once(given, make_row()) == submit_once(given, make_row())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first_fails", [False, True])
def test_truly_parallel_posts_make_one_record(post, first_fails):
    together, tries = Barrier(4), []

    def perform():
        tries.append(1)
        path = make_row()()
        time.sleep(0.2)
        if first_fails and len(tries) == 1:
            raise ValueError("first one fails late")
        return path

    def send(request):
        try:
            together.wait(timeout=20)
            return submit_once(request, perform)
        except ValueError:
            return "failed"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, [post() for _sender in range(4)]))
    expected = {f"/rows/{Recurring.objects.get().pk}/"} | ({"failed"} if first_fails else set())
    assert set(answers) == expected
    assert len(tries) == (2 if first_fails else 1)
    assert answers.count("failed") == int(first_fails)


def test_the_hidden_field_is_new_each_time_and_128_bits_long():
    template = Template("{% load once %}{% once_key %}{% once_key %}")
    keys = re.findall(r'<input type="hidden" name="once_key" value="([0-9a-f]{32})">', template.render(Context()))
    assert len(set(keys)) == 2
