"""Who may do what, and how often."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bot.errors import SettingsError
from bot.settings import RIGHTS, Settings
from bot.ui.limiting import MINUTE, Rate, RateError
from bot.ui.rights import RightsError, is_local, may, require


def request(host: str = "127.0.0.1", to: str = "127.0.0.1:7860", user: str | None = None, **headers: str) -> Any:
    named = {"host": to, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return SimpleNamespace(client=SimpleNamespace(host=host), headers=named, username=user)


@pytest.mark.parametrize("to", ["127.0.0.1:7860", "localhost:7860", "LocalHost", "[::1]:7860", "[::1]"])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "0:0:0:0:0:0:0:1", "::FFFF:127.0.0.1"])
def test_the_local_user_may_do_everything(to: str, host: str) -> None:
    assert all(may(right, request(host, to), Settings()) for right in RIGHTS)
    assert is_local(request(host, to, origin=f"http://{to}"))


@pytest.mark.parametrize(
    "other",
    [
        request("10.0.0.9"), request("203.0.113.5"), request(x_forwarded_for="127.0.0.1"), request(forwarded="for=127.0.0.1"),
        request(x_real_ip="127.0.0.1"), request(to="evil.example"), request(to="evil.example:7860"), request(to=""),
        request("words"), request(x_forwarded_for=""), request(X_Forwarded_Proto="https"), request(via="1.1 proxy"),
        request("::ffff:10.0.0.9"), request("::FFFF:203.0.113.5"), request("FE80::1"), request("::2"), request(to="[::2]"),
        request(to="127.0.0.1@evil.example"), request(to="127.0.0.1.evil.example:80"), request(to="127.1"),
        request(to="evil.example:127.0.0.1"), request(to="localhost."), request(to="[::ffff:127.0.0.1]:7860"),
        request(origin="https://evil.example"), request(origin="null"), request(origin="http://localhost@evil.example"),
        request(origin=""), request(origin="https://127.0.0.1.evil.example:7860"), SimpleNamespace(client=None, headers={}), None,
    ],
)  # fmt: skip
def test_others_may_do_what_is_switched_on(other: Any) -> None:
    assert not is_local(other)
    with pytest.raises(RightsError, match="LECTERN_REMOTE_RIGHTS=add"):
        require("add", other, Settings())
    allowed = Settings(remote_rights="add, urls")
    require("add", other, allowed)
    require("urls", other, allowed)
    with pytest.raises(RightsError, match="LECTERN_REMOTE_RIGHTS=remove"):
        require("remove", other, allowed)


def test_settings_that_mean_nothing_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LECTERN_REMOTE_RIGHTS", "everything")
    with pytest.raises(SettingsError, match="no right 'everything'"):
        Settings.load()
    monkeypatch.delenv("LECTERN_REMOTE_RIGHTS")
    monkeypatch.setenv("LECTERN_AUTH", "ana:se:cret, ben:pw")
    assert Settings.load().logins == [("ana", "se:cret"), ("ben", "pw")]
    assert "se:cret" not in repr(Settings.load())
    monkeypatch.setenv("LECTERN_AUTH", "hunter2")
    with pytest.raises(SettingsError) as error:
        Settings.load()
    assert "hunter2" not in str(error.value)


def test_a_reader_who_asks_too_fast_is_told_when_to_try_again() -> None:
    now = [0.0]
    rate = Rate(3, lambda: now[0])
    for _ in range(3):
        rate.take(request("10.0.0.9"))
    with pytest.raises(RateError, match="try again in 60 s"):
        rate.take(request("10.0.0.9"))
    rate.take(request("10.0.0.10"))
    rate.take(request("10.0.0.9", user="ana"))
    now[0] = MINUTE
    rate.take(request("10.0.0.9"))
    # Every address of a network of version 6 is one reader; an address of version 4 is the same in either form.
    for address in ("2001:db8::1", "2001:DB8::ffff:1", "2001:db8:0:0:1::"):
        rate.take(request(address))
    with pytest.raises(RateError):
        rate.take(request("2001:db8::2"))
    rate.take(request("2001:db8:0:1::1"))
    for address in ("10.1.1.1", "::ffff:10.1.1.1", "::FFFF:10.1.1.1"):
        rate.take(request(address))
    with pytest.raises(RateError):
        rate.take(request("10.1.1.1"))
    # Nobody is counted with a login by the name of an address.
    rate.take(request(user="10.1.1.1"))
    unlimited = Rate(0)
    for _ in range(500):
        unlimited.take(request())
