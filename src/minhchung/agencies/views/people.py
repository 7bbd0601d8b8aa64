"""The administrator's accounts and posts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from minhchung.agencies.domain import accounts
from minhchung.agencies.domain.posts import create_post, end_holding, give_post
from minhchung.agencies.enums import Role
from minhchung.agencies.interfaces.people_forms import (
    AccountForm,
    ConfirmForm,
    EndHoldingForm,
    GivePostForm,
    PostForm,
)
from minhchung.agencies.models import Agency, Holding, Post, User
from minhchung.agencies.views.act import ActPage, act, by_admin
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.viet.folding import search_key

PER_PAGE = 50


@dataclass(frozen=True)
class AccountsPage:
    """words: what was searched for; rows: each account with its open posts in `open_holdings`."""

    words: str
    page: Page[User]
    query: str


def accounts_list(request: HttpRequest) -> HttpResponse:
    """Every account, by given name, with the posts held today."""
    words = request.GET.get("tim", "").strip()[:120]
    users = User.objects.prefetch_related(_open_holdings(timezone.localdate()))
    if words:
        users = users.filter(Q(name_key__contains=search_key(words)) | Q(username__contains=words.lower()))
    page = Paginator(users, PER_PAGE).get_page(request.GET.get("trang"))
    query = f"tim={words}" if words else ""
    return render(request, "agencies/accounts.html", {"page": AccountsPage(words, page, query)})


def _open_holdings(today: date) -> Prefetch[str]:
    rows = Holding.objects.filter(from_on__lte=today).filter(Q(to_on__isnull=True) | Q(to_on__gt=today))
    return Prefetch("holdings", queryset=rows.select_related("post__agency"), to_attr="open_holdings")


@dataclass(frozen=True)
class AccountPage:
    person: User
    holdings: tuple[Holding, ...]
    today: date
    key: str


def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its posts now and before, and what may be done with it."""
    person = get_object_or_404(User, pk=pk)
    holdings = person.holdings.select_related("post__agency").order_by("-from_on")
    page = AccountPage(person, tuple(holdings), timezone.localdate(), str(uuid.uuid4()))
    return render(request, "agencies/account.html", {"page": page})


@dataclass(frozen=True)
class PasswordPage:
    """A one-time password, on the only page that ever shows it."""

    person: User
    password: str


@never_cache
@transaction.atomic
def account_new(request: HttpRequest) -> HttpResponse:
    """A new account; its one-time password is shown once.

    Carries no idempotency key: the kept answer would hold the password. A repeat finds the user name taken.
    """

    def do(form: AccountForm) -> HttpResponse:
        by = by_admin(request)
        person, password = accounts.create_account(
            **form.cleaned_data, actor=by.actor, post=by.post, now=by.now
        )
        return render(request, "agencies/one_time_password.html", {"page": PasswordPage(person, password)})

    page = ActPage(
        heading=_("Tạo tài khoản"),
        submit=_("Tạo tài khoản"),
        back=reverse("agencies:accounts"),
        intro=_(
            "Sau khi tạo, trang kế tiếp hiện mật khẩu dùng một lần. Người dùng phải đổi mật khẩu khi đăng nhập."
        ),
        keyed=False,
    )
    return act(request, page, AccountForm(request.POST or None), do)  # type: ignore[arg-type]


@never_cache
@transaction.atomic
def account_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one-time password for a person who lost theirs, or whose closed account opens again."""
    person = get_object_or_404(User, pk=pk)

    def do(form: ConfirmForm) -> HttpResponse:
        by = by_admin(request)
        expected = form.cleaned_data["row_version"] or 0
        password = accounts.reset_password(
            user=person, expected=expected, actor=by.actor, post=by.post, now=by.now
        )
        return render(request, "agencies/one_time_password.html", {"page": PasswordPage(person, password)})

    page = ActPage(
        heading=_("Cấp lại mật khẩu cho %(name)s") % {"name": person.full_name},
        submit=_("Cấp mật khẩu dùng một lần"),
        back=reverse("agencies:account", args=[pk]),
        intro=_("Mật khẩu đang dùng hết hiệu lực, các phiên đang mở kết thúc ngay."),
        keyed=False,
    )
    form = ConfirmForm(request.POST or None, initial={"row_version": person.row_version})
    return act(request, page, form, do, subject=f"agencies.user:{pk}")  # type: ignore[arg-type]


@idempotent
def account_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account; its sessions end at once."""
    person = get_object_or_404(User, pk=pk, is_active=True)

    def do(form: ConfirmForm) -> str:
        by = by_admin(request)
        accounts.deactivate_account(
            user=person,
            expected=form.cleaned_data["row_version"] or 0,
            actor=by.actor,
            post=by.post,
            today=timezone.localdate(),
            now=by.now,
        )
        return reverse("agencies:account", args=[pk])

    held = person.holdings.filter(to_on__isnull=True).select_related("post__agency")
    page = ActPage(
        heading=_("Ngừng tài khoản của %(name)s") % {"name": person.full_name},
        submit=_("Ngừng tài khoản"),
        back=reverse("agencies:account", args=[pk]),
        intro=_(
            "Người này không đăng nhập được nữa; các phiên đang mở kết thúc ngay. Nên bàn giao các vị trí trước."
        ),
        facts=tuple(str(holding.post) for holding in held),
        warns=True,
    )
    form = ConfirmForm(request.POST or None, initial={"row_version": person.row_version})
    return act(request, page, form, do, subject=f"agencies.user:{pk}", done=_("Đã ngừng tài khoản."))  # type: ignore[arg-type]


@idempotent
def post_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A post in an agency, with its first holder or vacant."""
    agency = get_object_or_404(Agency, pk=pk, valid_to__isnull=True)
    back = reverse("agencies:agency", args=[pk])

    def do(form: PostForm) -> str:
        given = form.cleaned_data
        create_post(
            agency=agency,
            role=Role(given["role"]),
            title=given["title"],
            from_on=given["from_on"],
            holder=given["holder"],
            by=by_admin(request),
        )
        return back

    page = ActPage(
        heading=_("Thêm vị trí ở %(name)s") % {"name": agency.name}, submit=_("Thêm vị trí"), back=back
    )
    form = PostForm(request.POST or None, initial={"from_on": timezone.localdate()})
    return act(request, page, form, do, done=_("Đã thêm vị trí."))  # type: ignore[arg-type]


@idempotent
def post_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a person in a vacant post."""
    post = get_object_or_404(Post.objects.select_related("agency"), pk=pk)
    back = reverse("agencies:agency", args=[post.agency_id])

    def do(form: GivePostForm) -> str:
        given = form.cleaned_data
        give_post(post=post, holder=given["holder"], from_on=given["from_on"], by=by_admin(request))
        return back

    page = ActPage(
        heading=_("Giao vị trí %(post)s") % {"post": str(post)}, submit=_("Giao vị trí"), back=back
    )
    form = GivePostForm(request.POST or None, initial={"from_on": timezone.localdate()})
    return act(request, page, form, do, done=_("Đã giao vị trí."))  # type: ignore[arg-type]


@idempotent
def holding_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A person leaves a post, which stays vacant."""
    holding = get_object_or_404(Holding.objects.select_related("post__agency", "user"), pk=pk)
    back = reverse("agencies:agency", args=[holding.post.agency_id])

    def do(form: EndHoldingForm) -> str:
        end_holding(holding=holding, to_on=form.cleaned_data["to_on"], by=by_admin(request))
        return back

    page = ActPage(
        heading=_("%(name)s thôi giữ vị trí") % {"name": holding.user.full_name},
        submit=_("Ghi ngày thôi giữ"),
        back=back,
        intro=_(
            "%(post)s. Nếu đã có người thay, hãy dùng Bàn giao để việc đang mở được chuyển sang người mới."
        )
        % {"post": str(holding.post)},
        warns=True,
    )
    form = EndHoldingForm(request.POST or None, initial={"to_on": timezone.localdate()})
    return act(request, page, form, do, done=_("Đã ghi ngày thôi giữ."))  # type: ignore[arg-type]
