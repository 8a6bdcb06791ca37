"""One performance of the demo: sets the stage, plays the story, tells it, and leaves the console open if wanted."""

import json
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.db import connection

from backhaul.flows.stores import StoreRequest, connect_store
from backhaul.site import database, serving
from backhaul.site.demo import processes, report
from backhaul.site.demo.local_shopify import OUR_TOKEN, LocalShopify
from backhaul.site.demo.someone_else import SomeoneElse
from backhaul.site.demo.stage import DemoStopped, Stage
from backhaul.site.demo.story import STORY, Played, Step, all_well, play
from backhaul.site.embedded_postgres import EmbeddedServer
from backhaul.site.environment import Settings
from backhaul.site.installation import SiteInstallation, of_this_environment
from backhaul.site.supervisor import stop_on_signals

SHOP = "demo"
USER = "demo"


@dataclass(frozen=True)
class Access:
    """Where an open demo is reached, and with what; made for this demo alone."""

    console: str
    password: str
    api: str
    api_token: str
    shopify: str
    storefront: str


def perform(*, once: bool, as_json: bool, story: Sequence[Step] = STORY) -> int:
    """Play the story in the demo's installation; 0 when every step did what it should, else 1. Raises DemoStopped."""
    stop = stop_on_signals()
    settings: Settings = django_settings.BACKHAUL
    port = settings.port
    _say([f"Setting up a demo in {settings.data_dir} …"], quietly=as_json)
    with _running(settings, port, stop) as (installation, shopify), _stage(installation, shopify, stop) as stage:
        well = _tell(story, stage, as_json=as_json)
        if not once:
            _stay_open(_access(settings, port, shopify), stop, as_json=as_json)
    return 0 if well else 1


@contextmanager
def _running(settings: Settings, port: int, stop: threading.Event) -> Iterator[tuple[SiteInstallation, str]]:
    """Database, local Shopify and product, all of them up; gives the installation and the shop's address."""
    with EmbeddedServer(settings.data_dir) as server:
        database.use_embedded(server.address)
        installation = of_this_environment()
        installation.migrate()
        try:
            with (
                processes.local_shopify(settings.data_dir) as shopify,
                processes.product(settings.data_dir, port=port, ready=lambda: _is_ready(port, stop)),
            ):
                yield installation, shopify
        finally:
            database.disconnect()


@contextmanager
def _stage(installation: SiteInstallation, url: str, stop: threading.Event) -> Iterator[Stage]:
    """The shop connected as a store, as anyone would connect it."""
    shopify = LocalShopify(url)
    try:
        request = StoreRequest(slug=SHOP, shop_domain=f"{SHOP}.myshopify.com", token=OUR_TOKEN, api_url=url)
        store = connect_store(request)
        store.refresh_from_db()
        yield Stage(store, shopify, SomeoneElse(shopify), installation, stop)
    finally:
        shopify.close()


def _tell(story: Sequence[Step], stage: Stage, *, as_json: bool) -> bool:
    """Play the story and print each step as it ends, then the sum; whether every step did what it should."""
    began, played = time.monotonic(), list[Played]()
    _say(report.heading(), quietly=as_json)
    for step in play(story, stage):
        played.append(step)
        _say(report.lines(len(played), step), quietly=as_json)
    well, seconds = all_well(story, played), time.monotonic() - began
    if as_json:
        _say([json.dumps(report.as_json(played, well=well, seconds=seconds), ensure_ascii=False)], quietly=False)
    _say(report.summary(played, steps=len(story), well=well, seconds=seconds), quietly=as_json)
    return well


def _stay_open(access: Access, stop: threading.Event, *, as_json: bool) -> None:
    lines = [
        "",
        f"The console is open: {access.console}  user {USER}, password {access.password}",
        f"The REST API:        {access.api}  Authorization: Bearer {access.api_token}",
        f"The local Shopify:   {access.shopify}",
        f"As a customer:       {access.storefront}  sign in there, and follow “Subscriptions”",
        "Ctrl-C ends all of it.",
    ]
    _say([json.dumps({"user": USER, **vars(access)})] if as_json else lines, quietly=False)
    stop.wait()


def _access(settings: Settings, port: int, shopify: str) -> Access:
    """Let someone into the console, who is made for this demo."""
    password = secrets.token_urlsafe(9)
    get_user_model()._default_manager.create_superuser(USER, password=password)
    ours = f"http://{processes.HOST}:{port}"
    token = settings.api_token.get_secret_value() if settings.api_token else ""
    return Access(f"{ours}/console/", password, f"{ours}/api/v1/", token, shopify, f"{shopify}/storefront")


def _is_ready(port: int, stop: threading.Event) -> bool:
    """Whether the web server answers and a worker has reported for work. Raises DemoStopped."""
    if stop.is_set():
        raise DemoStopped
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from procrastinate_workers)")
        (has_worker,) = cursor.fetchone()
    return bool(has_worker) and serving.answers(processes.HOST, port)


def _say(lines: Sequence[str], *, quietly: bool) -> None:
    for line in () if quietly else lines:
        print(line, flush=True)  # noqa: T201
