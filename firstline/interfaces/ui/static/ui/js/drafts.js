// Text that the server does not have yet, kept on this computer per person, address and field.
const DAYS = 7 * 24 * 3600 * 1000;
const prefix = `draft|${window.firstline.person}|`;
const key = (url, field) => `${prefix}${new URL(url, location.href).pathname}|${field}`;

const keep = (url, field, draft) => {
  try {
    localStorage.setItem(key(url, field), JSON.stringify({ ...draft, at: Date.now() }));
  } catch {
    // No room or no storage: the page itself still holds the text and says that it is not saved.
  }
};

const of = (url, field) => {
  try {
    const draft = JSON.parse(localStorage.getItem(key(url, field)));
    return draft && Date.now() - draft.at < DAYS ? draft : null;
  } catch {
    return null;
  }
};

const drop = (url, field) => {
  try { localStorage.removeItem(key(url, field)); } catch { /* nothing was kept */ }
};

const sweep = () => {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith("draft|")) continue;
    const at = JSON.parse(localStorage.getItem(name))?.at || 0;
    if (Date.now() - at > DAYS) localStorage.removeItem(name);
  }
};
try { sweep(); } catch { /* storage is switched off or holds something foreign */ }

window.firstline.drafts = { keep, of, drop };
