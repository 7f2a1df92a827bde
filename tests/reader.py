"""What a reader does with the page in a browser, and what a test waits for: something seen, or that all is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

PATIENCE = 60_000
"""Milliseconds that anything may take: far more than it does, because nothing here measures speed."""
# Gradio says nowhere on the page that it is done. What it asks the server for is open until it is answered, and what it
# puts into the queue until a stream tells that it is completed, or until it is cancelled.
_WATCH = """(() => {
  const open = new Set(), over = new Set();
  let acts = 0;
  const asked = /\\/gradio_api\\/(run\\/(?!mark)|queue\\/join|upload\\b|cancel|component_server)/;
  const real = window.fetch;
  const ended = (one) => { over.add(one); open.delete(one); acts += 1; };
  const heard = (answer) => {
    let rest = "";
    const text = new TextDecoder();
    const told = new TransformStream({ transform: (chunk, on) => {
      const lines = (rest + text.decode(chunk, { stream: true })).split("\\n");
      rest = lines.pop();
      for (const line of lines.filter((one) => one.startsWith("data: "))) {
        const { msg, event_id } = JSON.parse(line.slice(6));
        if (msg === "process_completed") ended(event_id);
      }
      on.enqueue(chunk);
    } });
    return new Response(answer.body.pipeThrough(told), { status: answer.status, headers: answer.headers });
  };
  window.fetch = async (what, how) => {
    const url = String(what instanceof Request ? what.url : what);
    if (url.includes("/gradio_api/queue/data")) return heard(await real(what, how));
    if (!asked.test(url)) return real(what, how);
    const here = Symbol(url);
    open.add(here);
    try {
      const answer = await real(what, how);
      const { event_id } = url.includes("/queue/join") && answer.ok ? await answer.clone().json() : {};
      // A stream that is open already may have told of its end before it was known by its number.
      if (event_id && !over.has(event_id)) open.add(event_id);
      if (url.endsWith("/cancel")) ended(JSON.parse(how.body).event_id);
      return answer;
    } finally { ended(here); }
  };
  for (const kind of ["scroll", "transitionrun"]) document.addEventListener(kind, () => { acts += 1; }, true);
  const moves = () => document.getAnimations().some((one) =>
    one.playState === "running" && Number.isFinite(one.effect.getComputedTiming().endTime));
  new MutationObserver(() => { acts += 1; }).observe(document,
    { subtree: true, childList: true, attributes: true, characterData: true });
  window.whenIdle = () => new Promise((done) => {
    let calm = 0, seen = acts;
    const look = () => {
      calm = open.size || seen !== acts || moves() ? 0 : calm + 1;
      seen = acts;
      if (calm > 3) done(true); else requestAnimationFrame(() => requestIdleCallback(look));
    };
    look();
  });
})();"""


@contextmanager
def window(browser: Browser, **how: object) -> Iterator[BrowserContext]:
    """A window of its own, that knows no other one's cookies and stored things."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **how})  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    context.add_init_script(_WATCH)
    try:
        yield context
    finally:
        context.close()


def opened(context: BrowserContext, url: str) -> Page:
    """A new page, the bot ready."""
    return loaded(context.new_page(), url)


def loaded(page: Page, url: str) -> Page:
    """The page, loaded from there, the bot ready; in front, because a browser has other pages run slowly."""
    page.bring_to_front()
    page.goto(url)
    ready(page)
    return page


def ready(page: Page) -> None:
    """Waits until the page says that the bot is ready, and has all it asked for at its start."""
    expect(page.locator("#status .ready")).to_be_attached()
    idle(page)


def idle(page: Page) -> None:
    """Waits until nothing is asked of the server any more, and for some frames nothing changes or moves.

    The page is brought to the front: a browser may draw no frame of one that is behind another.
    """
    page.bring_to_front()
    page.wait_for_function("window.whenIdle()")


def press_at(page: Page, seen: str, pressed: str) -> None:
    """Has a button pressed from within the page as soon as something is seen there and the button can be pressed.

    A click from here may come too late for what ends by itself.
    """
    page.evaluate(
        """([seen, pressed]) => new MutationObserver((_, watch) => {
        const button = document.querySelector(pressed);
        if (!document.querySelector(seen) || !button || button.disabled) return;
        watch.disconnect();
        button.click();
        }).observe(document.body, { subtree: true, childList: true, attributes: true })""",
        [seen, pressed],
    )


def open_tab(page: Page, name: str) -> None:
    """Opens a tab, and waits until what it looks up is there."""
    page.get_by_role("tab", name=name).click()
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
    idle(page)


def pick(page: Page, label: str, pattern: str) -> None:
    """Chooses from a list."""
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option").filter(has_text=re.compile(pattern)).first.click()
    expect(page.get_by_role("combobox", name=label)).to_have_value(re.compile(pattern))


def choose(page: Page, label: str, pattern: str) -> None:
    """Chooses from a list, and waits for what comes of it."""
    pick(page, label, pattern)
    idle(page)


def read_document(page: Page, title: str) -> None:
    """Opens a document of the Sources tab, and waits until it is shown."""
    page.locator("#corpus-list button").filter(has_text=title).first.click()
    expect(page.locator("#corpus-shown h2")).to_contain_text(title)
    idle(page)


def offers(page: Page, label: str, count: int) -> None:
    """Sees that a list offers so many things."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    expect(page.get_by_role("option")).to_have_count(count)
    box.press("Escape")


def ask(page: Page, question: str) -> None:
    """Asks in the chat."""
    box = page.locator("#question textarea")
    box.fill(question)
    box.press("Enter")


def settled(page: Page) -> None:
    """Waits until the answer is whole and the next question can be asked."""
    idle(page)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()


def questions(page: Page) -> Locator:
    """What the reader said in the chat."""
    return page.locator("#chat .user.message, #chat .message.user")


def answers(page: Page) -> Locator:
    """What the bot said in the chat."""
    return page.locator("#chat .bot.message, #chat .message.bot")


class Held:
    """Holds back what a page asks the server for, until it is released."""

    def __init__(self, page: Page) -> None:
        self._routes: list[Route] | None = []
        page.route("**/gradio_api/**", self._take)

    def release(self) -> None:
        """Lets all through, and whatever is asked from now on."""
        held, self._routes = self._routes or [], None
        for route in held:
            route.continue_()

    def _take(self, route: Route) -> None:
        if self._routes is None:
            route.continue_()
        else:
            self._routes.append(route)
