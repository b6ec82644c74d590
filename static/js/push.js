// Turns notifications on in this browser: asks it for an address of its own, then posts the form.
(() => {
  "use strict";
  const form = document.getElementById("push");
  if (!form || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const button = form.querySelector("button");
  const refused = form.querySelector("[role=status]");
  const coded = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

  const turnOn = async () => {
    if ((await Notification.requestPermission()) !== "granted") throw new Error("refused");
    const worker = await navigator.serviceWorker.register(form.dataset.worker);
    const key = bytes(form.dataset.key);
    const known = await worker.pushManager.getSubscription();
    if (known && coded(known.options.applicationServerKey ?? new ArrayBuffer(0)) !== coded(key)) await known.unsubscribe();
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    form.elements.endpoint.value = made.endpoint;
    form.elements.public.value = coded(made.getKey("p256dh"));
    form.elements.auth.value = coded(made.getKey("auth"));
    form.submit();
  };

  form.hidden = false;
  document.getElementById("no-push").hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    turnOn().catch(() => {
      button.disabled = false;
      refused.textContent = form.dataset.refused;
    });
  });
})();
