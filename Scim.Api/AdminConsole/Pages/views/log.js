import { post } from '../parts/api.js';
import { h } from '../parts/dom.js';
import { notice, timeline, wait } from '../parts/pieces.js';

const TYPING = 400;

/** What happened: to whoever is named, also after a delete, or last of all. */
export function log({ main, heading, parameters, signal }) {
  let typing;
  let asked = 0;
  const field = h('input', { type: 'search', id: 'log-name', autocomplete: 'off', maxlength: '512', value: parameters.get('q') ?? '', placeholder: 'Whole userName, group name, externalId or id', oninput: () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      const text = field.value.trim();
      history.replaceState(null, '', text ? `#/log?q=${encodeURIComponent(text)}` : '#/log');
      find();
    }, TYPING);
  } });
  const states = h('div');
  const lines = h('div', { class: 'card flush' });
  main.append(
    h('div', { class: 'head' }, heading),
    h('p', { class: 'lead' }, 'Who changed what, what was refused, and what Grafana did about it: the newest first, 200 lines at most.'),
    h('div', { class: 'row' }, h('div', { class: 'search' }, h('label', { class: 'sr-only', for: 'log-name' }, 'Of whom'), field)),
    states,
    h('div', { class: 'section' }, lines));
  lines.append(h('div', { class: 'empty' }, wait('Reading the log.')));
  find();

  async function find() {
    const own = asked += 1;
    try {
      const found = await post('log', { name: field.value.trim() }, { signal });
      if (own !== asked) return;
      states.replaceChildren(...(found.states.length ? [h('div', { class: 'notice section' }, found.states.map(x => h('p', null, x)))] : []));
      lines.replaceChildren(timeline(found.lines));
    } catch (error) {
      if (!signal.aborted && own === asked) lines.replaceChildren(h('div', { class: 'empty' }, notice('bad', error.message)));
    }
  }
}
