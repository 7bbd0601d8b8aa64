"""Sign in and out, change the password, and a person's own settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from minhchung.agencies.domain import accounts
from minhchung.agencies.domain.sign_in import SignIn, address_of, check_sign_in
from minhchung.agencies.interfaces.sign_in_forms import ChangePasswordForm, SettingsForm, SignInForm
from minhchung.agencies.models import User
from minhchung.agencies.requests import received_at_of
from minhchung.ledger.domain.versions import StaleRow
from minhchung.ui.present import vn_datetime


@dataclass(frozen=True)
class SampleAccount:
    """A role to try, on the sample installation only."""

    username: str
    full_name: str
    role: str
    agency: str


@dataclass(frozen=True)
class SignInPage:
    samples: tuple[SampleAccount, ...]
    sample_password: str
    retry_at: datetime | None = None


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password. A wrong pair answers 422, too many of them 429, with when to try again."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(_safe_next(request, request.GET.get("next", "")))
        first = {"username": request.GET.get("ten", ""), "next": request.GET.get("next", "")}
        return _sign_in_page(request, SignInForm(initial=first))
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, status=422)
    tried = check_sign_in(
        request=request,
        username=form.cleaned_data["username"],
        password=form.cleaned_data["password"],
        address=_address(request),
        now=received_at_of(request),
    )
    if tried.user is None:
        return _refuse(request, form, tried)
    return _welcome(request, tried.user, form.cleaned_data["next"])


def _refuse(request: HttpRequest, form: SignInForm, tried: SignIn) -> HttpResponse:
    if tried.retry_at is None:
        form.add_error(None, _("Tên đăng nhập hoặc mật khẩu không đúng."))
        return _sign_in_page(request, form, status=422)
    words = _("Đã sai quá nhiều lần. Hãy thử lại sau %(at)s (giờ VN).") % {"at": vn_datetime(tried.retry_at)}
    form.add_error(None, words)
    answer = _sign_in_page(request, form, status=429)
    answer["Retry-After"] = str(max(1, int((tried.retry_at - received_at_of(request)).total_seconds()) + 1))
    return answer


def _welcome(request: HttpRequest, user: User, next_href: str) -> HttpResponse:
    """Begin the session. The language just chosen in this browser stays; without a choice, the account's own."""
    login(request, user)
    now = int(received_at_of(request).timestamp())
    request.session["began"] = request.session["seen"] = now
    answer = HttpResponseRedirect(_safe_next(request, next_href))
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        _keep_language(answer, user.language)
    return answer


def _sign_in_page(request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
    samples = tuple(SampleAccount(*row) for row in getattr(settings, "SAMPLE_ACCOUNTS", ()))
    page = SignInPage(samples=samples, sample_password=getattr(settings, "SAMPLE_PASSWORD", ""))
    return render(request, "agencies/sign_in.html", {"page": page, "form": form}, status=status)


def _safe_next(request: HttpRequest, href: str) -> str:
    """The address asked for if it is one of ours, else the first page."""
    ours = url_has_allowed_host_and_scheme(href, {request.get_host()}, require_https=request.is_secure())
    return href if href and ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def _address(request: HttpRequest) -> str | None:
    return address_of(request, behind_proxy=settings.SECURE_PROXY_SSL_HEADER is not None)


def _keep_language(answer: HttpResponse, language: str) -> None:
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; commune offices share computers, so the browser is asked to drop what it kept, and the next
    person finds the language of their own account."""
    logout(request)
    answer = HttpResponseRedirect(resolve_url(settings.LOGOUT_REDIRECT_URL))
    answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite=settings.LANGUAGE_COOKIE_SAMESITE)
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@never_cache
@sensitive_post_parameters("current", "new", "again")
def change_password(request: HttpRequest) -> HttpResponse:
    """The owner of an account chooses a new password; other sessions of the account end."""
    form = ChangePasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        tried = check_sign_in(
            request=request,
            username=request.user.username,
            password=form.cleaned_data["current"],
            address=_address(request),
            now=received_at_of(request),
        )
        if tried.user is not None:
            return _changed(request, form)
        _refuse_current(form, tried)
    status = 422 if request.method == "POST" else 200
    return render(request, "agencies/change_password.html", {"form": form}, status=status)


def _refuse_current(form: ChangePasswordForm, tried: SignIn) -> None:
    if tried.retry_at is None:
        form.add_error("current", _("Mật khẩu hiện tại không đúng."))
    else:
        words = _("Đã sai quá nhiều lần. Hãy thử lại sau %(at)s (giờ VN).")
        form.add_error("current", words % {"at": vn_datetime(tried.retry_at)})


def _changed(request: HttpRequest, form: ChangePasswordForm) -> HttpResponse:
    accounts.change_password(
        user=request.user, password=form.cleaned_data["new"], now=received_at_of(request)
    )
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Đã đổi mật khẩu."))
    return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))


def user_settings(request: HttpRequest) -> HttpResponse:
    """Address for mail, language, shortcuts."""
    user = request.user
    if request.method != "POST":
        return _settings_page(request, SettingsForm(initial=_preferences(user)))
    form = SettingsForm(request.POST)
    if not form.is_valid():
        return _settings_page(request, form, status=422)
    new = form.cleaned_data
    try:
        accounts.save_preferences(
            user=user,
            expected=new["row_version"],
            email=new["email"],
            language=new["language"],
            shortcuts_on=new["shortcuts_on"],
        )
    except StaleRow as stale:
        again = SettingsForm({**request.POST.dict(), "row_version": stale.current.row_version})
        again.is_valid()
        again.add_error(None, _("Cài đặt vừa được lưu ở một cửa sổ khác. Xem lại rồi bấm Lưu lần nữa."))
        return _settings_page(request, again, status=409)
    return _settings_saved(request, new["language"])


def _settings_saved(request: HttpRequest, language: str) -> HttpResponse:
    with override(language):
        messages.success(request, _("Đã lưu cài đặt."))
    answer = HttpResponseRedirect(resolve_url("agencies:settings"))
    _keep_language(answer, language)
    return answer


def _preferences(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "language": user.language,
        "shortcuts_on": user.shortcuts_on,
        "row_version": user.row_version,
    }


def _settings_page(request: HttpRequest, form: SettingsForm, status: int = 200) -> HttpResponse:
    return render(request, "agencies/settings.html", {"form": form}, status=status)
