// The mail with an access link, from the operator's command to the open door, and as mail programs
// show it.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HtmlValidate } from 'html-validate';
import PostalMime from 'postal-mime';
import { unsupported } from './clients.mjs';
import { startDemo } from './doorstep.mjs';
import { startSmtp } from './smtp.mjs';
import { visitor } from './visitor.mjs';

const PICTURES = fileURLToPath(new URL('invitations/', import.meta.url));
const THEMES = ['coworking', 'clinic', 'nightclub', 'hotel', 'logistics'].map((brand) => [
  brand,
  fileURLToPath(new URL(`../../assets/themes/${brand}/theme.toml`, import.meta.url)),
]);

const html = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // Mails need what web pages must not have: tables for the layout, attributes and styles in the
    // elements, because Outlook and Gmail read little else.
    'attr-delimiter': 'off',
    'deprecated': 'off',
    'element-permitted-content': 'off', // pictures and lines are rows of a table for Outlook
    'no-conditional-comment': 'off', // only Outlook reads them
    'no-deprecated-attr': 'off',
    'no-inline-style': 'off',
    'no-redundant-role': 'off',
    'no-trailing-whitespace': 'off',
    'doctype-style': 'off',
    'prefer-native-element': 'off', // screen readers announce the role of a mail
    'prefer-tbody': 'off',
    'tel-non-breaking': 'off',
    'void-style': 'off',
  },
});

/**
 * What at least one of the big mail programs does not support, and what its readers see instead.
 * Most of it is what `mrml` writes for the other programs.
 */
const LIGHT = 'the mail in light colours, which some programs turn dark themselves';
const DECORATION = 'the same mail without a decoration';
const FALLBACKS = {
  '<style> element': LIGHT,
  '@media': LIGHT,
  '@media (prefers-color-scheme)': LIGHT,
  'Child combinator': LIGHT,
  'Class selector': LIGHT,
  'Descendant combinator': LIGHT,
  'Grouping selectors': LIGHT,
  'ID selector': LIGHT,
  'Type selector': LIGHT,
  'color-scheme meta tag': LIGHT,
  'display:none': 'the preview text and the dark logo are also hidden by their height',
  'max-height property': 'Outlook understands display:none, and does not get the dark logo',
  opacity: 'the preview text is also hidden by its height',
  overflow: 'as with max-height',
  'border-radius': 'square corners',
  'word-break': 'a long address may be cut by the edge; the button has the same address',
  'height property': 'pictures have their height as an attribute, too',
  'HTML5 doctype': 'the layout is made of tables, which need none',
  '<body> element': 'the ground is also that of the element in it',
  'aria-label attribute': 'the title of the mail, which programs show themselves',
  'border-spacing': DECORATION,
  cursor: DECORATION,
  outline: DECORATION,
  'target attribute': DECORATION,
  'word-spacing': DECORATION,
};

/** Sends an invitation to Anna, and returns it as a mail program reads it. */
async function invite(t, { theme, arguments: more = [] } = {}) {
  const demo = await startDemo(t, theme ? { THEME__PATH: theme } : {});
  const server = await startSmtp({});
  t.after(() => server.stop());
  const settings = {
    MAIL__SMTP_URL: server.url,
    MAIL__FROM: 'Visits <visit@northwind.example>',
    ...(theme ? { THEME__PATH: theme } : {}),
  };
  const arguments_ = ['--group', '1', '--name', 'Anna Berg', '--to', 'anna@example.com', ...more];
  const printed = await demo.operator(settings, 'send', ...arguments_, '--json');
  await server.waitFor(1);
  const mail = await PostalMime.parse(server.accepted[0].message);
  return { demo, mail, link: JSON.parse(printed).link };
}

/** The HTML of a mail with its pictures in it, as mail programs show it. */
function shown(mail) {
  return mail.attachments.reduce((page, { contentId, mimeType, content }) => {
    const source = `data:${mimeType};base64,${Buffer.from(content).toString('base64')}`;
    return page.replaceAll(`"cid:${contentId.replace(/[<>]/g, '')}"`, `"${source}"`);
  }, mail.html);
}

/** Opens the mail in a mail program, which runs no script and loads nothing. */
async function reads(anna, mail) {
  await anna.page.route(/^https?:/, (route) => assert.fail(`the mail loads ${route.request().url()}`));
  await anna.page.setContent(shown(mail));
  await anna.page.unroute(/^https?:/);
}

test('the button of a mailed link leads to the doors, and a revoked link says so', async (t) => {
  const { demo, mail, link } = await invite(t, { arguments: ['--for', '3h'] });
  const anna = await visitor(t);
  await reads(anna, mail);
  const button = anna.page.getByRole('link', { name: 'Show my doors' });
  const address = await button.getAttribute('href');
  assert.ok(mail.text.includes(`\n${address}\n`), 'the text part has the same address');
  await anna.opens(address);
  assert.match(await anna.reads(), /until/);
  await anna.waitsAMoment();
  await anna.taps('Main entrance');
  await anna.unlocked('Main entrance').waitFor();
  assert.equal((await demo.kisi.opened())['901'], 1);

  await demo.operator({}, 'revoke', String(link));
  await anna.waitsAMoment();
  await anna.taps('Meeting rooms');
  await anna.page.locator('body[data-state=unknown_link]').waitFor();
  assert.equal((await demo.kisi.opened())['902'], undefined);
});

test('the mail shows who invites, to where, and how long, and loads nothing', async (t) => {
  const times = ['--from', '2026-01-01T09:00:00Z', '--until', '2030-12-01T18:00:00Z', '--qr', 'online'];
  const { mail } = await invite(t, { arguments: times });
  const anna = await visitor(t);
  await reads(anna, mail);
  const text = await anna.page.locator('body').innerText();
  for (const expected of [
    'Northwind Offices', 'Harbour House', 'Hello Anna Berg,', 'Thursday, 1 January 2026 at 10:00\u202fam',
    'Sunday, 1 December 2030 at 7:00\u202fpm', 'Central European Time', 'Front desk', 'do not pass it on',
  ]) {
    assert.ok(text.includes(expected), `${expected}\n\n${text}`);
    assert.ok(mail.text.includes(expected) , `${expected}\n\n${mail.text}`);
  }
  const code = anna.page.getByRole('img', { name: 'QR code' });
  assert.ok((await code.boundingBox()).width > 150);
  assert.equal(mail.subject, 'Your access to Harbour House');
  assert.equal(mail.replyTo[0].address, 'desk@northwind.example');
});

test('the mail is valid HTML below 100 kB, in every brand and from right to left', async (t) => {
  for (const [theme, ...more] of [
    [undefined, '--lang', 'ar', '--qr', 'online', '--for', '3h'],
    ...THEMES.map(([, path]) => [path, '--for', '3h']),
  ]) {
    const { mail } = await invite(t, { theme, arguments: more });
    const { results } = await html.validateString(mail.html);
    const mistakes = results.flatMap(({ messages }) => messages)
      .map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${selector})`);
    assert.deepEqual([...new Set(mistakes)], []);
    assert.ok(mail.html.length < 100_000, `${mail.html.length} bytes`);
    assert.doesNotMatch(mail.html, /(src|srcset|background)="?https?:|@import|url\(/);
  }
});

test('what mail programs do not support has a fall-back', async (t) => {
  const missing = new Set();
  for (const [, theme] of [[], ...THEMES]) {
    const { mail } = await invite(t, { theme, arguments: ['--qr', 'online', '--for', '3h'] });
    unsupported(mail.html)
      .map((line) => /: (.*) – not supported$/.exec(line)?.[1])
      .forEach((feature) => feature && missing.add(feature));
  }
  assert.deepEqual([...missing].sort(), Object.keys(FALLBACKS).sort());
});

test('the mail is as wide as its window, and pictures of it are taken', async (t) => {
  await mkdir(PICTURES, { recursive: true });
  const arguments_ = ['--qr', 'online', '--for', '3h'];
  for (const [brand, theme, ...more] of [
    ['northwind'], ['northwind-ar', undefined, '--lang', 'ar'], ...THEMES,
  ]) {
    const { mail } = await invite(t, { theme, arguments: [...arguments_, ...more] });
    for (const colorScheme of ['light', 'dark']) {
      for (const width of [360, 700]) {
        const anna = await visitor(t, { colorScheme, viewport: { width, height: 900 } });
        await reads(anna, mail);
        assert.equal(await anna.page.evaluate(() => document.documentElement.scrollWidth), width);
        const path = join(PICTURES, `${brand}-${width}-${colorScheme}.png`);
        await anna.page.screenshot({ path, fullPage: true });
      }
    }
  }
});
