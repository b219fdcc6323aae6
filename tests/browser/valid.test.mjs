// Every page is valid HTML and CSS.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { validate as validateCss } from 'csstree-validator';
import { HtmlValidate } from 'html-validate';
import { startDemo } from './doorstep.mjs';

const LANGUAGES = ['en', 'ar', 'ja'];
/** Kisi fails at random in this scenario, so no test can expect a certain page. */
const AT_RANDOM = ['kisi-flaky'];

const html = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'tel-non-breaking': 'off' }, // the style sheet keeps telephone numbers on one line
});

const themes = ['coworking', 'clinic', 'nightclub', 'hotel', 'logistics']
  .map((brand) => fileURLToPath(new URL(`../../assets/themes/${brand}/theme.toml`, import.meta.url)));

/** What is wrong in a page. */
async function mistakes(page) {
  const { results } = await html.validateString(page);
  const inHtml = results.flatMap(({ messages }) => messages)
    .map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${selector})`);
  const style = page.match(/<style>([^]*?)<\/style>/)[1];
  // Values with a vendor prefix are for browsers that do not support the standard ones.
  const inCss = validateCss(style).filter(({ css }) => !css?.startsWith('-webkit-'))
    .map(({ message, css }) => `${message}: ${css}`);
  return [...inHtml, ...inCss];
}

async function read(url, cookie = '') {
  return (await fetch(url, { headers: { accept: 'text/html', cookie } })).text();
}

/** The page of `link` after a tap of its first door without JavaScript. */
async function afterTap(link) {
  const [, door] = (await read(link)).match(/name="door" value="(\d+)"/);
  const body = new URLSearchParams({ door });
  const answer = await fetch(link, { method: 'POST', redirect: 'manual', body });
  return read(link, answer.headers.get('set-cookie').split(';')[0]);
}

for (const [brand, theme] of [['the built-in brand'], ...themes.map((theme) => [theme.split('/').at(-2), theme])]) {
  test(`the pages of ${brand} are valid HTML and CSS`, async (t) => {
    const settings = { CACHE__FRESH: '10m', LIMITS__UNKNOWN_LINKS_PER_MINUTE: '10000', KISI__TIMEOUT: '2s' };
    const demo = await startDemo(t, theme ? { ...settings, THEME__PATH: theme } : settings);
    const scenarios = theme
      ? ['doors', 'many', 'states', 'expired']
      : demo.scenarios.filter((scenario) => !AT_RANDOM.includes(scenario));
    for (const language of theme ? ['en'] : LANGUAGES) {
      for (const scenario of scenarios) {
        const page = await read(`${demo.link(scenario)}?lang=${language}`);
        assert.deepEqual(await mistakes(page), [], `${scenario}, ${language}`);
      }
      for (const scenario of ['doors', 'refused-unlock', 'hanging-unlock']) {
        const page = await afterTap(`${demo.link(scenario)}?lang=${language}`);
        assert.deepEqual(await mistakes(page), [], `tap in ${scenario}, ${language}`);
      }
    }
    for (const path of ['/', '/nothing-here']) {
      assert.deepEqual(await mistakes(await read(new URL(path, demo.link('doors')))), [], path);
    }
  });
}
