// A visitor: a person with a phone, who reads the page and taps on it.

import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

export const PHONE = { width: 360, height: 640 };

export const EXECUTABLE = process.env.CHROMIUM || '/usr/bin/chromium';

export const ARGUMENTS = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

let browser;

before(async () => {
  browser = await chromium.launch({
    executablePath: EXECUTABLE,
    args: ARGUMENTS,
    chromiumSandbox: process.getuid() !== 0, // Chromium has none for root
  });
});

after(() => browser?.close());

/**
 * Somebody with a phone in their hand, until the test `t` ends. `phone` says what is special
 * about it, in Playwright's words: `{ javaScriptEnabled: false }`, `{ colorScheme: 'dark' }`.
 */
export async function visitor(t, phone = {}) {
  const context = await browser.newContext({
    viewport: PHONE,
    isMobile: true,
    hasTouch: true,
    locale: 'en-GB',
    ...phone,
  });
  t.after(() => context.close());
  const page = await context.newPage();
  return new Visitor(page);
}

class Visitor {
  /** What the visitor's browser complained about, or was made to do. */
  troubles = [];
  /** Addresses that were asked for beside the document itself and the icon in the tab. */
  furtherRequests = [];

  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(15_000);
    page.on('dialog', (dialog) => {
      this.troubles.push(`dialog: ${dialog.message()}`);
      return dialog.dismiss();
    });
    page.on('pageerror', (error) => this.troubles.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (!isStatusOfPage(message, page)) this.troubles.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const isIcon = /icon/.test(new URL(request.url()).pathname);
      if (!request.isNavigationRequest() && !isIcon) this.furtherRequests.push(request.url());
    });
  }

  /** Starts anew to note troubles and further requests. */
  forgets() {
    this.troubles = [];
    this.furtherRequests = [];
  }

  /** Follows a link; gives the answer's status and its HTML. */
  async opens(url) {
    const answer = await this.page.goto(url);
    return { status: answer.status(), html: await answer.text() };
  }

  get doors() {
    return this.page.locator('button[name=door]');
  }

  door(name) {
    return this.page.getByRole('button', { name });
  }

  /** The number by which the page and Kisi know a door. */
  async numberOf(name) {
    return this.door(name).getAttribute('value');
  }

  async taps(name) {
    await this.door(name).tap();
  }

  get status() {
    return this.page.getByRole('status');
  }

  /** What the visitor is told about a tap, as soon as something is told. */
  async isTold() {
    await this.status.filter({ hasText: /\S/ }).waitFor();
    return this.status.innerText();
  }

  /** What stands right after a door's button: what became of the last tap on it. */
  panel(name) {
    return this.door(name).locator('xpath=following-sibling::*[1]').and(this.page.locator('.told'));
  }

  /** Notes from now on everything that a screen reader would speak, for `heard`. */
  async listens() {
    await this.status.evaluate((status) => {
      window.heard = [];
      const note = (changes) => {
        const said = changes.filter((it) => it.addedNodes.length || it.type === 'characterData');
        window.heard.push(...said.map((it) => it.target.textContent).filter((text) => text.trim()));
      };
      const options = { childList: true, characterData: true, subtree: true };
      new MutationObserver(note).observe(status, options);
    });
  }

  heard() {
    return this.page.evaluate(() => window.heard);
  }

  /** All that can be read on the page. */
  async reads() {
    return this.page.locator('body').innerText();
  }

  async pageState() {
    return this.page.locator('body').getAttribute('data-state');
  }
}

/** Chromium reports every page that is not a 200 in its console, also where it is meant to be one. */
function isStatusOfPage(message, page) {
  const said = message.text().startsWith('Failed to load resource: the server responded with');
  return said && message.location().url === page.url();
}
