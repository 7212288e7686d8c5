// Keeps what is typed into forms with data-draft until it has arrived: over a reload, a closed page, a lost connection. Sends
// photos smaller than cameras make them, and again by itself once there is a connection. Without it the form is plain.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = `draft ${form.dataset.draft}`, said = form.querySelector("[data-draft-said]");
  const say = (words) => ((said.hidden = !words), (said.textContent = words));
  const store = (act) => { try { return act(localStorage); } catch { /* not allowed here, or full: the page works without */ } };
  const kept = () => JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const keep = () => store((all) => all.setItem(key, `{"at":${Date.now()},"pairs":${kept()}}`));
  let busy, timer, wanted;

  // What the server sent back as it was typed is newer than any draft; after thirty days nobody misses it.
  const draft = !form.querySelector(".summary") && store((all) => JSON.parse(all[key] ?? "{}"));
  if (draft?.at > Date.now() - 30 * 864e5) {
    for (const field of form.elements) {
      const all = draft.pairs.filter(([name]) => name === field.name).map(([, value]) => value);
      if (/checkbox|radio/.test(field.type)) field.checked = all.includes(field.value);
      // Its id too: what arrived without our hearing of it must not arrive twice. Versions are the page's own.
      else if (all.length && (field.name === "id" || !/file|hidden|submit/.test(field.type))) field.value = all[0];
    }
    if (form.querySelector("textarea").value.trim()) say("Not sent yet: this is what you had written.");
  }

  async function smaller(file) {
    const image = await createImageBitmap(file), scale = Math.min(1, 2000 / Math.max(image.width, image.height));
    if (scale === 1 && file.size < 1e6) return file;
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width * scale, height: image.height * scale });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), blob) : file;
  }

  // Pressed last: what is sent later is sent as that, and as nothing that was pressed before.
  async function send(pressed) {
    clearTimeout(timer);
    wanted = pressed;
    if (busy) return;
    busy = say("Sending …") ?? true;
    for (const input of form.querySelectorAll("[type=file]")) {
      const files = new DataTransfer();
      for (const file of input.files) files.items.add(await smaller(file).catch(() => file));
      input.files = files.files;
    }
    const body = new FormData(form, pressed), sent = kept();
    const answer = await fetch(form.action, {
      method: "POST", body, headers: { "duplex-draft": "1" }, redirect: "manual",
    }).catch(() => 0);
    busy = false;
    if (!answer) {
      say("No connection. It is kept on this device, and sent as soon as there is one.");
      return (timer = setTimeout(() => send(wanted), 15000));
    }
    wanted = undefined;
    // Something to put right, or to sign in for: shown in the browser's own way.
    if (answer.status !== 201) return (form.onsubmit = null), form.requestSubmit(pressed);
    // Typed while it was on its way: stays for the next time.
    if (kept() === sent) store((all) => all.removeItem(key));
    const to = new URL(answer.headers.get("location"), location);
    if (to.pathname !== location.pathname) return (location = to);
    location.hash = to.hash;
    location.reload();
  }

  addEventListener("online", () => wanted && send(wanted));
  form.oninput = keep;
  form.onsubmit = (event) => (event.preventDefault(), keep(), send(event.submitter));
}
