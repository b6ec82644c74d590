// Sends chosen files piece by piece as soon as they are chosen, goes on where a bad line broke off,
// and shows what became of them. Without this the form sends the same files in one go.
(() => {
  "use strict";
  const PIECE = 512 * 1024;
  const WAITS = [1, 2, 4, 8, 15, 30]; // seconds after each failure in a row
  const coded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const made = (name, parent, text = "") => {
    const element = document.createElement(name);
    element.textContent = text;
    return parent.appendChild(element);
  };

  // What a file is called by its content, so that it goes on after the page was left.
  const digest = async (file) => {
    if (!crypto.subtle) return "";
    const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const enhance = (field) => {
    const { dataset: words } = field;
    const form = field.closest("form");
    const list = made("ul", field);
    list.className = "sending";
    let going = 0;

    const ask = async (url, method, headers, body) => {
      const token = form.elements.csrfmiddlewaretoken.value;
      const answer = await fetch(url, { method, body, headers: { "X-CSRFToken": token, ...headers }, cache: "no-store" });
      // A session that ended, or a server that is away: worth another try, as a broken line is.
      if (answer.redirected || answer.status === 403 || (answer.status >= 500 && answer.status !== 507)) throw new Error();
      return answer;
    };

    const row = (file) => {
      const item = made("li", list);
      const name = made("strong", item);
      made("bdi", name, file.name);
      const bar = made("progress", item);
      bar.max = file.size || 1;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      const pause = made("button", item, words.pause);
      pause.type = "button";
      pause.className = "button second small";
      const said = made("p", item);
      said.setAttribute("role", "status");
      const state = { paused: false, wake: () => {} };
      pause.addEventListener("click", () => {
        state.paused = !state.paused;
        pause.textContent = state.paused ? words.goOn : words.pause;
        said.textContent = state.paused ? words.paused : words.going;
        state.wake();
      });
      addEventListener("online", () => state.wake());
      const sleep = (seconds) => new Promise((done) => { state.wake = done; if (seconds) setTimeout(done, seconds * 1000); });
      return {
        bar, sleep, state,
        say: (text) => { said.textContent = text; },
        end: (text, good) => { said.textContent = text; pause.remove(); bar.remove(); item.dataset.status = good ? "done" : "waiting-for-you"; },
      };
    };

    const send = async (file, batch) => {
      const shown = row(file);
      if (file.size > Number(words.largest)) return shown.end(words.tooLarge);
      if (!file.size) return shown.end(words.empty);
      const told = { filename: file.name, about: words.about, task: words.task, batch, sha256: await digest(file) };
      const metadata = Object.entries(told).filter(([, value]) => value).map(([name, value]) => `${name} ${coded(value)}`).join(",");
      let url = "";
      let offset = 0;
      let failed = 0;
      shown.say(words.going);
      while (!url || offset < file.size) {
        if (shown.state.paused) { await shown.sleep(0); continue; }
        try {
          const piece = file.slice(offset, offset + PIECE);
          const answer = !url ? await ask(words.upload, "POST", { "Upload-Length": file.size, "Upload-Metadata": metadata })
            : failed ? await ask(url, "HEAD", {})
            : await ask(url, "PATCH", { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" }, piece);
          if (!answer.ok && answer.status !== 409) return shown.end(answer.headers.get("Content-Type")?.startsWith("text/plain") ? await answer.text() : words.failed);
          url ||= answer.headers.get("Location");
          offset = Number(answer.headers.get("Upload-Offset"));
          shown.bar.value = offset;
          if (failed) shown.say(words.going);
          failed = 0;
        } catch {
          shown.say(words.waiting);
          await shown.sleep(WAITS[Math.min(failed, WAITS.length - 1)]);
          failed += 1;
        }
      }
      shown.end(words.done, true);
      const sent = made("input", form);
      Object.assign(sent, { type: "hidden", name: "uploads", value: url.split("/").at(-2) });
      look(6);
    };

    // The list of what was sent, as the page itself has it, until the checks are done.
    const look = async (times) => {
      const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
      if (!answer || !answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const [fresh, old] = [page.getElementById("sent"), document.getElementById("sent")];
      if (fresh && old) old.replaceWith(document.adoptNode(fresh));
      else if (fresh) form.after(document.adoptNode(fresh));
      if (fresh?.querySelector("[data-open]") && times) setTimeout(look, 3000, times - 1);
    };

    const take = async (files) => {
      const batch = crypto.randomUUID?.() ?? "";
      going += files.length;
      for (const file of files) await send(file, batch).catch(() => {}).finally(() => { going -= 1; });
    };

    for (const input of field.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => { take([...input.files]); input.value = ""; });
    }
    field.addEventListener("dragover", (event) => { event.preventDefault(); field.dataset.over = ""; });
    for (const name of ["dragleave", "drop"]) field.addEventListener(name, () => { delete field.dataset.over; });
    field.addEventListener("drop", (event) => { event.preventDefault(); take([...event.dataTransfer.files]); });
    form.addEventListener("submit", (event) => {
      if (!going) return;
      event.preventDefault();
      list.lastElementChild.querySelector("p").textContent = words.wait;
    });
  };

  for (const field of document.querySelectorAll("[data-upload]")) enhance(field);
})();
