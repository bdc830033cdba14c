// The control interface of the sandbox: the only thing this page talks to.

/** The server said no, in words. */
export class Refused extends Error {}

async function call(path, options = {}) {
  const response = await fetch(`control/${path}`, { cache: "no-store", ...options });
  let answer;
  try {
    answer = await response.json();
  } catch {
    throw new Refused(`HTTP ${response.status}`);
  }
  if (answer && answer.ok === false) throw new Refused(answer.error ?? `HTTP ${response.status}`);
  if (!response.ok) throw new Refused(answer?.error ?? `HTTP ${response.status}`);
  return answer && answer.ok === true && "result" in answer ? answer.result : answer;
}

function get(path, query = {}, options = {}) {
  const known = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const words = new URLSearchParams(known).toString();
  return call(words ? `${path}?${words}` : path, options);
}

function post(path, body = {}) {
  return call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

export const control = {
  layout: () => get("layout"),
  state: (viewer) => get("state", { viewer }),
  history: (chat, viewer, limit) => get("history", { chat, viewer, limit }),
  events: (since, signal) => get("events", { since, timeout: 25 }, { signal }),
  calls: (after) => get("calls", { after }),
  commands: (user, chat) => get("commands", { user, chat }),
  faults: () => get("faults"),
  addFault: (fault) => post("faults", fault),
  removeFault: (id) => call(`faults?id=${id}`, { method: "DELETE" }),
  clearFaults: () => call("faults", { method: "DELETE" }),
  shift: (seconds) => post("clock", { shift: seconds }),
  reset: () => post("reset"),
  addUser: (user) => post("users", user),
  openLink: (user, link) => post("open_link", { user, link }),
  act: (name, args) => post(`acts/${name}`, args),
  upload: async (blob, name) => {
    const form = new FormData();
    form.append("file", blob, name);
    return (await call("upload", { method: "POST", body: form })).file;
  },
  fileUrl: (fileId) => `control/file?file_id=${encodeURIComponent(fileId)}`,
};
