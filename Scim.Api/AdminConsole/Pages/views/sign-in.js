import { post } from '../parts/api.js';
import { h } from '../parts/dom.js';
import { notice } from '../parts/pieces.js';

/** Asks for an admin token. */
export function signIn(main, reason, begin) {
  // Without a name, the field is in no address, whatever becomes of the form.
  const field = h('input', { type: 'password', id: 'token', autocomplete: 'current-password', autocapitalize: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'token-hint' });
  const error = h('p', { class: 'error', role: 'alert' });
  const button = h('button', { type: 'submit', class: 'primary' }, 'Sign in');

  main.replaceChildren(h('div', { class: 'sign-in' }, h('div', { class: 'card stack' },
    h('div', { class: 'brand' }, h('span', { class: 'brand-mark', 'aria-hidden': 'true' }), 'scim'),
    h('h1', null, 'Sign in'),
    reason ? notice('', reason) : null,
    h('form', { class: 'stack', onsubmit: submit, method: 'post' },
      h('div', { class: 'field' },
        h('label', { for: 'token' }, 'Admin token'),
        field,
        h('p', { class: 'hint', id: 'token-hint' }, 'The first start prints one. Another: ', h('code', null, 'token create --admin --name NAME'))),
      error,
      button))));
  field.focus();

  async function submit(event) {
    event.preventDefault();
    if (button.getAttribute('aria-disabled')) return;
    button.setAttribute('aria-disabled', 'true');
    error.textContent = '';
    try {
      begin(await post('session', {}, { token: field.value.trim() }));
    } catch (e) {
      button.removeAttribute('aria-disabled');
      error.textContent = e.status === 401 ? 'This token is unknown, expired or revoked.' : e.message;
      field.select();
    }
  }
}
