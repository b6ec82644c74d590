// All that scripts add to a page: a failed request is said, a session's end is announced, print.
(() => {
  "use strict";
  const body = document.body;
  const live = document.getElementById("live");

  // What a page asks for by itself: nobody waits for it, and it keeps nobody signed in.
  const unattended = ({ detail }) => "X-Unattended" in (detail?.requestConfig?.headers ?? {});

  // htmx is silent when a request fails, so we say it where screen readers listen and eyes see.
  const failed = (event) => {
    if (event && unattended(event)) return;
    const words = document.createElement("p");
    words.textContent = body.dataset.failed;
    live.replaceChildren(words);
  };
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) body.addEventListener(name, failed);
  body.addEventListener("htmx:beforeRequest", (event) => unattended(event) || live.replaceChildren());
  for (const [name, busy] of [["htmx:beforeRequest", "true"], ["htmx:afterRequest", "false"]]) {
    body.addEventListener(name, (event) => event.detail.target?.setAttribute("aria-busy", busy));
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // A browser that is elsewhere than its member lives: ask whose clock they read. Without scripts
  // the times are of where they live, and say so.
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const card of document.querySelectorAll("[data-zone]")) {
    if (!/^(?!Etc).+\//.test(here) || here === card.dataset.zone) continue;
    const city = here.split("/").pop().replaceAll("_", " ");
    for (const words of card.querySelectorAll("[data-city]")) words.textContent = city;
    for (const field of card.querySelectorAll("input[name=zone]")) field.value = here;
    card.hidden = false;
  }

  const dialog = document.getElementById("timeout");
  const seconds = Number(body.dataset.sessionSeconds);
  if (!dialog || !seconds) return;

  // The clock of the session. No polling: one timer, and a look when the page is seen again,
  // because a sleeping laptop stops timers. Other tabs tell each other; nothing is stored.
  const WARNING = 120;
  const words = dialog.querySelector("#timeout-words");
  const [soon, ended] = [dialog.querySelector("[data-soon]"), dialog.querySelector("[data-ended]")];
  const tabs = new BroadcastChannel("session");
  let endsAt = 0;
  let timer = 0;

  const look = () => {
    clearTimeout(timer);
    const left = (endsAt - Date.now()) / 1000;
    if (left <= 0) return over();
    if (left > WARNING) {
      if (dialog.open && !("over" in dialog.dataset)) dialog.close();
      timer = setTimeout(look, Math.min((left - WARNING) * 1000 + 50, 2 ** 31 - 1));
      return;
    }
    if (!dialog.open) dialog.showModal();
    const text = left > 60 ? words.dataset.two : words.dataset.one;
    if (words.textContent !== text) words.textContent = text;
    timer = setTimeout(look, (left > 60 ? left - 60 : left) * 1000 + 50);
  };
  const renew = () => {
    delete dialog.dataset.over;
    soon.hidden = false;
    ended.hidden = true;
    endsAt = Date.now() + seconds * 1000;
    look();
  };
  // What was typed stays where it is, in the page; the page itself is covered until its owner is back.
  const over = () => {
    dialog.dataset.over = "";
    soon.hidden = true;
    ended.hidden = false;
    if (!dialog.open) dialog.showModal();
    ended.querySelector("h2").focus();
  };
  const returned = async () => {
    // Not this page's own address: after an error in a form that may be one that only takes a form.
    const answer = await fetch(body.dataset.keepAlive, { cache: "no-store" });
    if (answer.redirected || !answer.ok) return;
    const { who, token } = await answer.json();
    if (who !== body.dataset.who) return location.assign("/");
    // Signing in again made a new form token; the old one would refuse what was typed.
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    renew();
  };

  dialog.addEventListener("cancel", (event) => event.preventDefault());
  // A second Escape closes a dialog whatever we say, and the page would lie open.
  dialog.addEventListener("close", () => "over" in dialog.dataset && dialog.showModal());
  dialog.querySelector("[data-stay]").addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(event.target.action, { method: "POST", body: new FormData(event.target) }).catch(() => null);
    if (!answer) return failed();
    if (!answer.ok || answer.redirected) return over();
    renew();
    tabs.postMessage("renewed");
  });
  tabs.addEventListener("message", renew);
  body.addEventListener("htmx:afterOnLoad", (event) => unattended(event) || renew());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    "over" in dialog.dataset ? returned().catch(failed) : look();
  });
  renew();
  tabs.postMessage("renewed");
})();
