// The service's interface for this page. The cookie says who asks; the page itself never holds a token.

const PATIENCE = 30_000;

/** An answer that is no success, or none at all (status 0). */
export class ApiError extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }

  /** The service or its database is away, and may come back. */
  get isAway() {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

const listeners = [];

/** Is told of each answer: null when all is well, else the ApiError. */
export const onAnswer = listener => listeners.push(listener);

function tell(error) {
  for (const listener of listeners) listener(error);
}

/**
 * Sends a request. Options: body, an object; background, a request that no person asked for; signal, to give up; patience, in milliseconds;
 * token, for signing in; silent, to tell nobody of the answer.
 */
async function send(method, path, options = {}) {
  try {
    const answer = await exchange(method, path, options);
    if (!options.silent) tell(null);
    return answer;
  } catch (error) {
    if (error instanceof ApiError && !options.silent) tell(error);
    throw error;
  }
}

async function exchange(method, path, { body, background, signal, patience = PATIENCE, token } = {}) {
  const headers = { Accept: 'application/json' };
  if (method !== 'GET') headers['Content-Type'] = 'application/json';
  if (background) headers['Console-Refresh'] = 'true';
  if (token) headers.Authorization = `Bearer ${token}`;

  const limit = AbortSignal.timeout(patience);
  let response;
  let content;
  try {
    response = await fetch(new URL(`console/api/${path}`, document.baseURI), {
      method,
      headers,
      body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    });
    content = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, 'The service does not answer.');
  }

  const value = parse(content);
  if (response.ok && (value !== null || content === '')) return value;
  throw new ApiError(response.status, value?.detail ?? (response.ok ? 'The answer cannot be read. Something on the way may have changed it.' : `The service answered ${response.status}.`));
}

function parse(content) {
  try {
    return content === '' ? null : JSON.parse(content);
  } catch {
    return null;
  }
}

export const get = (path, options) => send('GET', path, options);
export const post = (path, body, options) => send('POST', path, { ...options, body });
