// Shows what the portal sends to this device, and opens the portal when it is pressed. The same key
// again replaces what is shown, so a second try is never a second notification.
self.addEventListener("push", (event) => {
  const told = event.data.json();
  const words = { body: told.body, tag: told.key, lang: told.language, data: told.url };
  event.waitUntil(self.registration.showNotification(told.title, words));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});
