//! Ten thousand taps by people in a hurry, while everything breaks: whatever happens, a wish is
//! one unlock at Kisi, and "unlocked" is told only where Kisi said so.

use std::time::Duration;

use doorstep::simulator::{Endpoint, Fault, Simulator};
use futures_util::{StreamExt as _, future::join_all, stream};

use crate::harness::{Doorstep, http};

const WISHES: u64 = 5_000;
/// How long a door takes that something goes wrong with, so that taps of one wish meet.
const WHILE: Duration = Duration::from_millis(400);

/// Chance that is the same in every run (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % most
    }
}

/// One visitor who wants one door open: how often they tap at once, and when they lose patience.
struct Wish {
    secret: String,
    door: u64,
    taps: u64,
    leaves_after: Option<Duration>,
}

/// A link with a door of its own, about every third of which something goes wrong with.
fn wish(kisi: &Simulator, chance: &mut Chance, number: u64) -> Wish {
    let secret = format!("wish{number}");
    let door = kisi.link(&secret).opens("Door").doors()[0];
    let slow = || kisi.door(door).unlock_takes(WHILE);
    match chance.below(15) {
        0 => drop(slow().fault(Fault::reset_after_unlock())),
        1 => drop(slow().fault(Fault::reset().on(Endpoint::Unlock))),
        2 => drop(kisi.door(door).unlock_hangs()),
        3 => drop(slow().unlock_answers(503, "fac001")),
        4 => drop(slow()),
        _ => {}
    }
    let patience = Duration::from_millis(1 + chance.below(60));
    Wish {
        secret,
        door,
        taps: 1 + chance.below(3),
        leaves_after: (chance.below(6) == 0).then_some(patience),
    }
}

/// How many of the wish's taps were told that the door is unlocked.
async fn make(wish: &Wish, base_url: &str, browser: &reqwest::Client) -> usize {
    let url = format!("{base_url}/links/{}", wish.secret);
    let tap = async || {
        let form = [("door", wish.door.to_string())];
        let mut request = browser.post(&url).header("accept", "application/json").form(&form);
        if let Some(patience) = wish.leaves_after {
            request = request.timeout(patience);
        }
        let answer = request.send().await.ok()?;
        let json: serde_json::Value = answer.json().await.ok()?;
        (json["outcome"] == "unlocked").then_some(())
    };
    join_all((0..wish.taps).map(|_| tap())).await.into_iter().flatten().count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_is_one_unlock_and_nobody_is_told_what_did_not_happen() {
    let set = [
        ("limits.unknown_links_per_minute", "100000"),
        ("limits.unlocks_per_minute", "100000"),
        ("kisi.timeout", "1s"),
    ];
    let mut doorstep = Doorstep::start_with(&set, |_| {}).await;
    let mut chance = Chance(0x5EED_0D00_D00D_5EED);
    let wishes: Vec<_> = (0..WISHES).map(|n| wish(&doorstep.kisi, &mut chance, n)).collect();
    let taps: u64 = wishes.iter().map(|wish| wish.taps).sum();
    assert!(taps >= 9_900, "{taps} taps");

    let (base_url, browser) = (&doorstep.base_url.clone(), &http());
    let all = stream::iter(&wishes)
        .map(|wish| async move { (wish, make(wish, base_url, browser).await) })
        .buffer_unordered(100)
        .collect::<Vec<_>>();
    let told = {
        let restarting = async {
            loop {
                tokio::time::sleep(Duration::from_millis(700)).await;
                doorstep.api.down().await;
                tokio::time::sleep(Duration::from_millis(50)).await;
                doorstep.api.up().await.unwrap();
            }
        };
        tokio::select! {
            told = all => told,
            () = restarting => unreachable!("it restarts for ever"),
        }
    };

    for (wish, told) in &told {
        let (asked, opened) = (doorstep.kisi.unlocks(wish.door), doorstep.kisi.opened(wish.door));
        assert!(asked <= 1, "{}: {asked} unlocks for {} taps", wish.secret, wish.taps);
        assert!(*told == 0 || opened == 1, "{}: told unlocked, and was not", wish.secret);
    }
    let opened = told.iter().filter(|(_, told)| *told > 0).count();
    assert!(opened > told.len() / 2, "most wishes come true: {opened}");
}
