// A visitor at a computer goes on with the phone.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startDemo } from './doorstep.mjs';
import { visitor } from './visitor.mjs';

const shared = await startDemo({ after });
const DESK = { viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false };

test('a wide screen with a mouse shows a code of the page', async (t) => {
  const anna = await visitor(t, DESK);
  await anna.opens(shared.link('one'));
  const code = anna.page.getByRole('img', { name: 'QR code of this page' });
  await code.scrollIntoViewIfNeeded();
  await anna.page.waitForFunction(() => document.querySelector('.hand-over img').naturalWidth > 0);
  assert(await code.isVisible());
  assert.deepEqual(anna.furtherRequests, [`${shared.link('one')}?qr`]);
  assert.deepEqual(anna.browserErrors, []);
});

test('a phone does not load the code', async (t) => {
  for (const phone of [{}, { viewport: { width: 1024, height: 768 } }, { javaScriptEnabled: false }]) {
    const anna = await visitor(t, phone);
    await anna.page.goto(shared.link('one'), { waitUntil: 'load' });
    await anna.page.locator('footer').scrollIntoViewIfNeeded();
    await anna.waitsAMoment();
    assert(await anna.page.locator('.hand-over').isHidden());
    assert.deepEqual(anna.furtherRequests, []);
  }
});
