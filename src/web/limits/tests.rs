//! Guesses on a clock that the tests move.

use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::guesses::{Decision, Guesses, LONGEST_WAIT, Refusal, Verdict};
use crate::{
    access::{Fingerprint, FingerprintKey, LinkSecret},
    settings::for_tests,
    web::client::Network,
};

const STEP: Duration = Duration::from_millis(10);

/// A server with clients, and a Kisi that answers after `kisi_takes`.
struct World {
    guesses: Guesses,
    key: FingerprintKey,
    begin: Instant,
    now: Instant,
    kisi_takes: Duration,
    /// What Kisi says about a link.
    kisi_says: fn(&str) -> Verdict,
    calls: Vec<Call>,
    requests: Vec<Request>,
}

/// A call to Kisi.
struct Call {
    client: Network,
    link: String,
    answered_at: Instant,
    is_answered: bool,
}

/// A request, and when it was answered how.
struct Request {
    client: Network,
    link: String,
    waits: Option<oneshot::Receiver<Result<(), Refusal>>>,
    result: Option<(Instant, Result<(), Refusal>)>,
}

/// Links that begin with `right` open doors.
fn right_or_wrong(link: &str) -> Verdict {
    if link.starts_with("right") { Verdict::Right } else { Verdict::Refused }
}

fn phone(number: u32) -> Network {
    Network::for_tests(&std::net::Ipv4Addr::from(0x0a00_0000 + number).to_string())
}

impl World {
    fn new() -> Self {
        let settings = for_tests(&[]);
        let now = Instant::now();
        Self {
            guesses: Guesses::new(&settings.limits, now),
            key: FingerprintKey::random().unwrap(),
            begin: now,
            now,
            kisi_takes: Duration::from_millis(200),
            kisi_says: right_or_wrong,
            calls: Vec::new(),
            requests: Vec::new(),
        }
    }

    fn fingerprint(&self, link: &str) -> Fingerprint {
        self.key.fingerprint(&LinkSecret::parse(link).unwrap())
    }

    /// `client` opens `link`. Returns the number of the request.
    fn opens(&mut self, client: Network, link: &str) -> usize {
        let fingerprint = self.fingerprint(link);
        let mut request = Request { client, link: link.to_owned(), waits: None, result: None };
        match self.guesses.begin(client, fingerprint, self.now) {
            Decision::Granted(_) => self.call(client, link),
            Decision::Waiting(_, answer) => request.waits = Some(answer),
            Decision::Refused(refusal) => request.result = Some((self.now, Err(refusal))),
        }
        self.requests.push(request);
        self.requests.len() - 1
    }

    fn call(&mut self, client: Network, link: &str) {
        let answered_at = self.now + self.kisi_takes;
        self.calls.push(Call { client, link: link.to_owned(), answered_at, is_answered: false });
    }

    /// Time passes: Kisi answers, and waiting guesses begin.
    fn step(&mut self) {
        self.now += STEP;
        for index in 0..self.calls.len() {
            let call = &self.calls[index];
            if call.is_answered || call.answered_at > self.now {
                continue;
            }
            let (client, link, verdict) =
                (call.client, self.fingerprint(&call.link), (self.kisi_says)(&call.link));
            self.calls[index].is_answered = true;
            self.guesses.end(client, link, verdict, self.now);
            let answered =
                |request: &&mut Request| request.waits.is_none() && request.result.is_none();
            let link = self.calls[index].link.clone();
            let waiting = self.requests.iter_mut().filter(answered);
            for request in waiting.filter(|it| it.link == link && it.client == client) {
                request.result = Some((self.now, Ok(())));
            }
        }
        self.guesses.release(self.now);
        for index in 0..self.requests.len() {
            let Some(waits) = &mut self.requests[index].waits else { continue };
            let Ok(decision) = waits.try_recv() else { continue };
            self.requests[index].waits = None;
            match decision {
                Ok(()) => {
                    let Request { client, link, .. } = &self.requests[index];
                    let (client, link) = (*client, link.clone());
                    self.call(client, &link);
                }
                Err(refusal) => self.requests[index].result = Some((self.now, Err(refusal))),
            }
        }
    }

    fn pass(&mut self, time: Duration) {
        let until = self.now + time;
        while self.now < until {
            self.step();
        }
    }

    /// The result of a request; it has one now.
    fn result(&self, request: usize) -> Result<(), Refusal> {
        self.requests[request].result.unwrap().1
    }

    fn passed(&self) -> Duration {
        self.now - self.begin
    }

    /// Waits for the result of a request.
    fn awaits(&mut self, request: usize) -> Result<(), Refusal> {
        while self.requests[request].result.is_none() {
            self.step();
        }
        self.result(request)
    }

    /// `client` opens `link`, and comes back as often as it is asked to, while `meanwhile` happens.
    /// Returns how long it took until Kisi was asked and had answered.
    fn opens_until_answered(
        &mut self,
        client: Network,
        link: &str,
        mut meanwhile: impl FnMut(&mut Self),
    ) -> Duration {
        let begin = self.now;
        loop {
            let request = self.opens(client, link);
            while self.requests[request].result.is_none() {
                self.step();
                meanwhile(self);
            }
            let Err(Refusal::TooMany(wait) | Refusal::Busy(wait)) = self.result(request) else {
                return self.now - begin;
            };
            // `Retry-After` has whole seconds.
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            let back = self.now + Duration::from_secs(seconds);
            while self.now < back {
                self.step();
                meanwhile(self);
            }
        }
    }
}

/// One visitor of a crowd.
enum Visitor {
    Waits(usize),
    ComesBackAt(Instant),
    Served,
}

/// So many visitors with right links at `client` open them at once and come back as often as they
/// are asked to, while `meanwhile` happens. Returns how long it took until all were served.
fn crowd(
    world: &mut World,
    client: Network,
    visitors: usize,
    mut meanwhile: impl FnMut(&mut World),
) -> Duration {
    let begin = world.now;
    let mut crowd: Vec<_> = (0..visitors).map(|_| Visitor::ComesBackAt(begin)).collect();
    while !crowd.iter().all(|visitor| matches!(visitor, Visitor::Served)) {
        assert!(world.now - begin < Duration::from_mins(2), "some visitors are never served");
        for (number, visitor) in crowd.iter_mut().enumerate() {
            *visitor = match visitor {
                Visitor::ComesBackAt(at) if *at <= world.now => {
                    Visitor::Waits(world.opens(client, &format!("right{number}")))
                }
                Visitor::Waits(request) => match world.requests[*request].result {
                    Some((_, Ok(()))) => Visitor::Served,
                    Some((at, Err(Refusal::TooMany(wait) | Refusal::Busy(wait)))) => {
                        Visitor::ComesBackAt(at + wait)
                    }
                    None => continue,
                },
                Visitor::ComesBackAt(_) | Visitor::Served => continue,
            };
        }
        world.step();
        meanwhile(world);
    }
    world.now - begin
}

/// A client that makes so many guesses a second.
fn guesser(client: Network, per_second: u32) -> impl FnMut(&mut World) {
    let mut made = 0;
    move |world| {
        while f64::from(made) < world.passed().as_secs_f64() * f64::from(per_second) {
            made += 1;
            world.opens(client, &format!("guess{made}"));
        }
    }
}

#[test]
fn a_client_has_its_quota_of_wrong_links_and_is_free_again_when_it_comes_back() {
    let mut world = World { kisi_takes: STEP, ..World::new() };
    for number in 0..20 {
        let request = world.opens(phone(1), &format!("guess{number}"));
        assert_eq!(world.awaits(request), Ok(()));
    }
    let request = world.opens(phone(1), "guess20");
    let Err(Refusal::TooMany(wait)) = world.result(request) else { panic!("it is refused") };
    assert!(wait <= Duration::from_secs(3), "{wait:?}");
    world.pass(wait);
    let request = world.opens(phone(1), "right");
    assert_eq!(world.awaits(request), Ok(()));
    assert_eq!(world.calls.len(), 21);
}

#[test]
fn a_token_is_reserved_before_kisi_has_answered() {
    let mut world = World::new();
    for number in 0..400 {
        world.opens(phone(1), &format!("guess{number}"));
    }
    assert_eq!(world.calls.len(), 20);
    world.pass(LONGEST_WAIT);
    assert_eq!(world.calls.len(), 20);
    assert!(world.requests.iter().all(|request| request.result.is_some()));
}

#[test]
fn right_links_use_nothing_up() {
    let mut world = World::new();
    for number in 0..100 {
        let request = world.opens(phone(1), &format!("right{number}"));
        assert_eq!(world.awaits(request), Ok(()));
    }
    assert_eq!(world.calls.len(), 100);
}

#[test]
fn a_thousand_phones_with_new_links_behind_one_address_are_served_at_once() {
    let mut world = World::new();
    for number in 0..1_000 {
        world.opens(phone(1), &format!("right{number}"));
    }
    world.pass(Duration::from_secs(3));
    let served = |request: &Request| request.result.is_some_and(|(_, result)| result.is_ok());
    assert!(world.requests.iter().all(served));
    assert_eq!(world.calls.len(), 1_000);
}

#[test]
fn a_thousand_phones_behind_a_thousand_addresses_do_not_wait() {
    let mut world = World::new();
    for number in 0..1_000 {
        world.opens(phone(number), &format!("right{number}"));
    }
    assert_eq!(world.calls.len(), 1_000);
}

#[test]
fn requests_for_one_link_at_the_same_time_are_one_guess() {
    let mut world = World { kisi_takes: STEP, ..World::new() };
    for _ in 0..100 {
        world.opens(phone(1), "guess");
    }
    world.step();
    for number in 0..19 {
        let request = world.opens(phone(1), &format!("guess{number}"));
        assert_eq!(world.awaits(request), Ok(()));
    }
    let request = world.opens(phone(1), "guess19");
    assert!(world.result(request).is_err());
}

#[test]
fn a_colleague_of_a_guesser_gets_an_answer_within_five_seconds() {
    for per_second in [1, 20, 60, 100] {
        for phase in [0, 700, 1_400, 2_900, 10_000, 61_000] {
            let mut world = World::new();
            let mut guesses = guesser(phone(1), per_second);
            while world.passed() < Duration::from_millis(phase) {
                world.step();
                guesses(&mut world);
            }
            let took = world.opens_until_answered(phone(1), "right", &mut guesses);
            assert!(took < Duration::from_secs(5), "{per_second}/s, {phase} ms: {took:?}");
        }
    }
}

#[test]
fn a_guesser_who_does_not_stop_gets_its_quota_once() {
    let mut world = World::new();
    let mut guesses = guesser(phone(1), 50);
    while world.passed() < Duration::from_secs(30) {
        world.step();
        guesses(&mut world);
    }
    assert_eq!(world.calls.len(), 20);
}

#[test]
fn a_guesser_who_comes_back_when_it_is_asked_to_makes_twice_its_quota_at_most() {
    let mut world = World::new();
    while world.passed() < Duration::from_mins(1) {
        let number = world.requests.len();
        world.opens_until_answered(phone(1), &format!("guess{number}"), |_| {});
    }
    assert!((20..=40).contains(&world.calls.len()), "{}", world.calls.len());
}

#[test]
fn a_hundred_guessers_share_the_limit_of_all_clients() {
    let mut world = World::new();
    let mut guessers: Vec<_> = (0..100).map(|number| guesser(phone(number), 2)).collect();
    while world.passed() < Duration::from_mins(1) {
        world.step();
        for guesses in &mut guessers {
            guesses(&mut world);
        }
    }
    // 10 s of the limit at once, 3 a second, and those that were under way when it was reached.
    assert!(world.calls.len() < 30 + 180 + 200, "{}", world.calls.len());
}

#[test]
fn visitors_at_other_addresses_go_before_guessers() {
    let mut world = World::new();
    let mut guessers: Vec<_> = (0..100).map(|number| guesser(phone(number), 10)).collect();
    let mut attack = |world: &mut World| {
        for guesses in &mut guessers {
            guesses(world);
        }
    };
    while world.passed() < Duration::from_secs(5) {
        world.step();
        attack(&mut world);
    }
    for number in 0..10 {
        let link = format!("right{number}");
        let took = world.opens_until_answered(phone(1_000 + number), &link, &mut attack);
        assert!(took < Duration::from_secs(2), "{took:?}");
    }
}

#[test]
fn a_venue_is_served_while_many_others_guess_slowly() {
    let mut world = World { kisi_takes: Duration::from_millis(50), ..World::new() };
    let mut guessers: Vec<_> = (0..30).map(|number| guesser(phone(number), 1)).collect();
    let mut attack = |world: &mut World| {
        for guesses in &mut guessers {
            guesses(world);
        }
    };
    while world.passed() < Duration::from_secs(20) {
        world.step();
        attack(&mut world);
    }
    let took = crowd(&mut world, phone(1_000), 20, attack);
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn a_venue_is_served_while_each_guess_comes_from_a_new_address() {
    let mut world = World { kisi_takes: Duration::from_millis(50), ..World::new() };
    let mut made = 0_u32;
    let mut attack = |world: &mut World| {
        while f64::from(made) < world.passed().as_secs_f64() * 12.0 {
            made += 1;
            world.opens(phone(10_000 + made), &format!("guess{made}"));
        }
    };
    while world.passed() < Duration::from_secs(20) {
        world.step();
        attack(&mut world);
    }
    let took = crowd(&mut world, phone(1), 50, attack);
    assert!(took < Duration::from_secs(20), "{took:?}");
}

#[test]
fn a_repeated_wrong_link_concerns_its_client_alone() {
    let mut world = World::new();
    let link = world.fingerprint("wrong");
    let count = |world: &mut World, client| world.guesses.repeat(client, link, world.now);
    for client in 0..100 {
        for _ in 0..20 {
            assert_eq!(count(&mut world, phone(client)), Ok(()));
        }
        assert!(count(&mut world, phone(client)).is_err());
    }
    let request = world.opens(phone(1_000), "right");
    assert_eq!(world.awaits(request), Ok(()));
    assert_eq!(world.passed(), world.kisi_takes, "nothing is restricted");
}

#[test]
fn a_rate_limit_of_kisi_holds_back_all_guesses_for_its_time() {
    let mut world = World::new();
    world.kisi_says = |link| match link {
        "limited" => Verdict::RateLimited(Some(Duration::from_secs(30))),
        _ => Verdict::Right,
    };
    let request = world.opens(phone(1), "limited");
    assert_eq!(world.awaits(request), Ok(()));
    let request = world.opens(phone(2), "right");
    let Err(Refusal::Busy(wait)) = world.result(request) else { panic!("it is refused") };
    assert_eq!(wait, Duration::from_secs(30));
    world.pass(Duration::from_secs(26));
    let request = world.opens(phone(2), "right");
    assert_eq!(world.awaits(request), Ok(()));
    assert_eq!(world.calls.len(), 2);
    assert!((30..=31).contains(&world.passed().as_secs()), "{:?}", world.passed());
}

#[test]
fn failures_of_kisi_are_forgiven_once_it_fails_for_all() {
    let mut world = World::new();
    world.kisi_says = |_| Verdict::Failed;
    for number in 0..40 {
        world.opens(phone(1), &format!("right{number}"));
    }
    world.pass(Duration::from_secs(1));
    let request = world.opens(phone(1), "right");
    assert!(world.result(request).is_err());
    world.guesses.forgive_failures();
    world.kisi_says = right_or_wrong;
    let request = world.opens(phone(1), "right-again");
    assert_eq!(world.awaits(request), Ok(()));
}

#[test]
fn refused_guesses_are_summed_up_by_client() {
    let mut world = World::new();
    let mut guesses = guesser(phone(1), 50);
    while world.passed() < Duration::from_secs(3) {
        world.step();
        guesses(&mut world);
    }
    let refusals = world.guesses.take_refusals();
    assert_eq!(refusals.len(), 1);
    assert!(refusals[0].0 == phone(1) && refusals[0].1 > 100, "{refusals:?}");
    assert!(world.guesses.take_refusals().is_empty());
}

#[test]
fn idle_clients_are_dropped_and_others_are_not() {
    let mut world = World::new();
    let request = world.opens(phone(1), "right");
    world.opens(phone(2), "guess");
    world.awaits(request).unwrap();
    world.guesses.drop_idle(world.now);
    assert_eq!(world.guesses.clients(), 2);
    world.guesses.drop_idle(world.now + Duration::from_mins(2));
    assert_eq!(world.guesses.clients(), 1, "the client with a right link is still trusted");
    world.guesses.drop_idle(world.now + Duration::from_mins(11));
    assert_eq!(world.guesses.clients(), 0);
}
