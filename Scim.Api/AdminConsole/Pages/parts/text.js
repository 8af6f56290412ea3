// Times and numbers as people read them, in the browser's own language for dates.

import { h } from './dom.js';

const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
const short = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const number = new Intl.NumberFormat('en');

const steps = [[60, 'second'], [60, 'minute'], [24, 'hour'], [30, 'day'], [12, 'month'], [Infinity, 'year']];

/** How long ago, or in how long. */
export function ago(time, now = Date.now()) {
  let amount = (new Date(time) - now) / 1000;
  if (Math.abs(amount) < 10) return 'just now';
  for (const [size, unit] of steps) {
    if (Math.abs(amount) < size) return relative.format(Math.round(amount), unit);
    amount /= size;
  }
  return '';
}

export const count = (value, one, many = `${one}s`) => `${number.format(value)} ${value === 1 ? one : many}`;
export const figure = value => number.format(value);

/** A time that keeps saying how long ago it is. */
export function since(time, none = 'never') {
  if (!time) return h('span', { class: 'quiet' }, none);
  return h('time', { datetime: time, title: full.format(new Date(time)), 'data-ago': true }, ago(time));
}

export const at = time => h('time', { datetime: time, title: ago(time) }, short.format(new Date(time)));
export const exactly = time => h('time', { datetime: time, title: ago(time) }, full.format(new Date(time)));
export const date = (time, none) => time ? h('time', { datetime: time, title: full.format(new Date(time)) }, day.format(new Date(time))) : h('span', { class: 'quiet' }, none);

setInterval(() => {
  for (const element of document.querySelectorAll('time[data-ago]')) {
    const text = ago(element.dateTime);
    if (element.textContent !== text) element.textContent = text;
  }
}, 5_000);
