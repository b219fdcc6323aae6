//! The operator's calls: making, listing and revoking access links with an API key.
//!
//! Kisi counts the calls of one key together, so all calls wait for the same rate limit. A call is
//! repeated if Kisi's rate limit refused it or if it was not sent. A list and a revocation are also
//! repeated if Kisi failed; making a link is not, because Kisi may have made it.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use backon::{ExponentialBuilder, Retryable as _};
use jiff::{SignedDuration, Timestamp};
use reqwest::{
    Method, RequestBuilder, StatusCode,
    header::{AUTHORIZATION, HeaderValue},
};
use secrecy::ExposeSecret as _;

use super::{
    calls::failure_code,
    error::{Code, Endpoint, Error, Kind, Reached, SetupError},
    http::{self, Answer, Http},
    link::{CreatedLink, IssuedLink, NewLink},
    pace::Lane,
    wire,
};
use crate::{access::printable, settings};

/// How many links are requested at once: the most that Kisi allows.
const PAGE: usize = 250;
/// The largest offset that Kisi accepts.
const LARGEST_OFFSET: usize = 20_000;
/// The pauses before a call is repeated begin with this one and double, with jitter.
const PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// A longer pause that Kisi asks for is not waited for.
const LONGEST_RETRY_AFTER: Duration = Duration::from_mins(2);
const RETRIES: usize = 6;

/// Makes the operator's calls.
#[derive(Debug)]
pub struct Operator {
    http: Http,
    pace: Arc<Lane>,
    key: HeaderValue,
    /// How many seconds Kisi's clock is ahead of ours.
    clock_offset: AtomicI64,
    timeout: Duration,
}

/// Links that exist.
#[derive(Clone, Debug, Default)]
pub struct LinkList {
    /// The links that could be read.
    pub links: Vec<IssuedLink>,
    /// Whether these are all. Kisi lists at most 20,250, and may describe one in an unknown format.
    pub is_complete: bool,
}

/// Which links are listed, and in which order.
#[derive(Clone, Debug, Default)]
pub struct LinkFilter {
    /// Only links of this group.
    pub group: Option<u64>,
    /// Only links whose name contains this.
    pub query: Option<String>,
    /// The order: `name`, `unlock`, `valid_until` or `group_name`, each with `-` for the reverse.
    pub sort: Option<String>,
}

/// Why a call of the operator failed. The message says which setting or option to change.
#[derive(Clone, Debug, thiserror::Error)]
pub enum OperatorError {
    /// The settings have no API key.
    #[error(
        "there is no API key: set `kisi.api_key_file` to a file with a key of Kisi, or \
         DOORSTEP_KISI__API_KEY"
    )]
    NoKey,
    /// The API key cannot be a key of Kisi.
    #[error(
        "the API key in `kisi.api_key` contains characters that no key of Kisi has; copy it again"
    )]
    MalformedKey,
    /// The HTTP client could not be created.
    #[error(transparent)]
    Setup(Arc<SetupError>),
    /// `401`
    #[error(
        "Kisi does not accept the API key in `kisi.api_key` or `kisi.api_key_file`{}; make a new \
         key in Kisi and set it there", of(.0.as_ref())
    )]
    KeyRefused(Option<Code>),
    /// `403`
    #[error(
        "Kisi does not allow the API key to do this{}; use the key of someone who may manage the \
         links of this group", of(.0.as_ref())
    )]
    Forbidden(Option<Code>),
    /// `404`
    #[error("Kisi has no access link with this number")]
    UnknownLink,
    /// `422`, by field.
    #[error("Kisi does not accept {}", fields(.0))]
    Fields(BTreeMap<String, Vec<String>>),
    /// `429`, also at the last retry.
    #[error(
        "Kisi refuses further calls for now; wait a minute. If it happens often, lower \
         `kisi.requests_per_second`, because others may call Kisi with the same key"
    )]
    RateLimited,
    /// The caller does not want the call.
    #[error("{0}")]
    Stopped(String),
    /// Kisi could not be reached, failed, or gave an answer that cannot be understood.
    #[error(
        "Kisi could not be asked: {0}; check the network and `kisi.base_url`, or try again later"
    )]
    Failed(Error),
}

/// ` (code f35ade)`, for an error that names Kisi's code.
fn of(code: Option<&Code>) -> String {
    code.map(|code| format!(" (code {code})")).unwrap_or_default()
}

/// `--group (must exist) and --until (is invalid)`: the options of the fields that Kisi does not
/// accept.
fn fields(errors: &BTreeMap<String, Vec<String>>) -> String {
    let option = |field: &str| match field {
        "name" => "--name".to_owned(),
        "group_id" => "--group".to_owned(),
        "email" => "--email".to_owned(),
        "phone" => "--phone".to_owned(),
        "valid_from" => "--from".to_owned(),
        "valid_until" => "--until".to_owned(),
        "quick_response_code_type" => "--qr".to_owned(),
        "limit" | "offset" | "query" | "sort" => format!("--{field}"),
        other => format!("`{other}`"),
    };
    let texts = errors
        .iter()
        .map(|(field, reasons)| format!("{}: it {}", option(field), reasons.join(", and it ")));
    texts.collect::<Vec<_>>().join("; ")
}

impl OperatorError {
    /// Whether Kisi may have carried out the call, although it failed.
    #[must_use]
    pub fn may_have_had_an_effect(&self) -> bool {
        match self {
            Self::Failed(error) => match error.reached {
                Reached::No => false,
                Reached::Maybe => true,
                // Kisi, or a proxy in front of it, failed while it worked on the call.
                Reached::Yes => error.status().is_none_or(|status| !(400..500).contains(&status)),
            },
            Self::NoKey
            | Self::MalformedKey
            | Self::Setup(_)
            | Self::KeyRefused(_)
            | Self::Forbidden(_)
            | Self::UnknownLink
            | Self::Fields(_)
            | Self::RateLimited
            | Self::Stopped(_) => false,
        }
    }

    /// Whether another call would certainly fail for the same reason.
    #[must_use]
    pub fn concerns_all_calls(&self) -> bool {
        match self {
            Self::NoKey
            | Self::MalformedKey
            | Self::Setup(_)
            | Self::KeyRefused(_)
            | Self::RateLimited
            | Self::Stopped(_) => true,
            Self::Forbidden(_) | Self::UnknownLink | Self::Fields(_) | Self::Failed(_) => false,
        }
    }
}

impl Operator {
    /// An operator with the API key in `settings`.
    pub fn new(settings: &settings::Kisi) -> Result<Self, OperatorError> {
        let key = settings.api_key.as_ref().ok_or(OperatorError::NoKey)?;
        let key = http::authorization("KISI-LOGIN", key.expose_secret());
        let http = Http::new(settings).map_err(|error| OperatorError::Setup(error.into()))?;
        Ok(Self {
            http,
            pace: Lane::new(settings.requests_per_second),
            key: key.ok_or(OperatorError::MalformedKey)?,
            clock_offset: AtomicI64::new(0),
            timeout: settings.timeout,
        })
    }

    /// Checks that Kisi answers and accepts the API key, and reads Kisi's clock.
    pub async fn check(&self) -> Result<(), OperatorError> {
        let query = [("limit", "1")];
        let once = || self.call(Method::GET, &["group_links"], |it| it.query(&query));
        retry(once, may_repeat).await.map(|_answer| ())
    }

    /// The time limit of one call.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// The current time by Kisi's clock, at most two seconds too early, as far as Kisi has answered.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        let offset = SignedDuration::from_secs(self.clock_offset.load(Ordering::Relaxed));
        now.checked_add(offset).unwrap_or(now)
    }

    /// Makes a link. After an error that [may have had an effect], Kisi may have made it. `before` is
    /// called before each try; if it fails, there is no try.
    ///
    /// [may have had an effect]: OperatorError::may_have_had_an_effect
    pub async fn create(
        &self,
        new: &NewLink,
        mut before: impl FnMut() -> Result<(), String>,
    ) -> Result<CreatedLink, OperatorError> {
        let body = serde_json::to_vec(&wire::new_link(new)).unwrap_or_default();
        let once = || {
            let (ready, body) = (before(), body.clone());
            async move {
                let stopped =
                    |reason| Failed { error: OperatorError::Stopped(reason), retry_after: None };
                ready.map_err(stopped)?;
                self.call(Method::POST, &["group_links"], |it| it.body(body)).await
            }
        };
        let answer = retry(once, |error| error.reached == Reached::No).await?;
        let created = wire::created_link(&answer.body?);
        created.ok_or_else(|| unreadable("Kisi's answer to a new access link is not readable"))
    }

    /// All links that match the filter, without their secrets.
    pub async fn links(&self, filter: &LinkFilter) -> Result<LinkList, OperatorError> {
        let mut query = vec![];
        query.extend(filter.group.map(|id| ("group_id", id.to_string())));
        query.extend(filter.query.clone().map(|text| ("query", text)));
        query.extend(filter.sort.clone().map(|key| ("sort", key)));
        let (mut found, mut seen, mut skipped) = (Vec::new(), HashSet::new(), 0);
        let mut offset = 0;
        while offset <= LARGEST_OFFSET {
            let page = [("limit", PAGE.to_string()), ("offset", offset.to_string())];
            let once =
                || self.call(Method::GET, &["group_links"], |it| it.query(&query).query(&page));
            let answer = retry(once, may_repeat).await?;
            let total = answer.total();
            let page = wire::links(&answer.body?)
                .ok_or_else(|| unreadable("Kisi's list of access links is not readable"))?;
            skipped += page.elements - page.links.len();
            offset += page.elements;
            // A link that was made meanwhile moves the others to the next page.
            found.extend(page.links.into_iter().filter(|link| seen.insert(link.id)));
            // Kisi may send smaller pages than were asked for, and may not say how many there are.
            let more = page.elements >= PAGE || total.is_some_and(|total| offset < total);
            if page.elements == 0 || !more {
                return Ok(LinkList { links: found, is_complete: skipped == 0 });
            }
        }
        Ok(LinkList { links: found, is_complete: false })
    }

    /// The links with exactly these numbers that exist.
    pub async fn links_with_ids(&self, ids: &[u64]) -> Result<Vec<IssuedLink>, OperatorError> {
        let mut found = Vec::new();
        for ids in ids.chunks(PAGE) {
            let list = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
            let query = [("ids", list), ("limit", PAGE.to_string())];
            let once = || self.call(Method::GET, &["group_links"], |it| it.query(&query));
            let answer = retry(once, may_repeat).await?;
            let page = wire::links(&answer.body?);
            let page =
                page.ok_or_else(|| unreadable("Kisi's list of access links is not readable"))?;
            found.extend(page.links.into_iter().filter(|link| ids.contains(&link.id)));
        }
        Ok(found)
    }

    /// Revokes a link: its secret opens nothing any more.
    pub async fn revoke(&self, id: u64) -> Result<(), OperatorError> {
        let path = ["group_links", &id.to_string()];
        let once = || self.call(Method::DELETE, &path, |it| it);
        retry(once, may_repeat).await.map(|_deleted| ())
    }

    /// Makes one call. Returns every answer that is a success.
    async fn call(
        &self,
        method: Method,
        path: &[&str],
        complete: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Answer, Failed> {
        let _slot = self.pace.wait(Endpoint::Doors).await.begin();
        let is_revocation = method == Method::DELETE;
        let request = self.http.request(method, self.http.url(path));
        let request = request.header(AUTHORIZATION, self.key.clone());
        let answer = self.http.send("access links", complete(request)).await?;
        if let Some(date) = answer.date() {
            let offset = date.duration_since(Timestamp::now()).as_secs();
            self.clock_offset.store(offset, Ordering::Relaxed);
        }
        if answer.status.is_success() {
            return Ok(answer);
        }
        let retry_after = answer.retry_after();
        let (status, body) = (answer.status, answer.body.unwrap_or_default());
        let code = failure_code(&body);
        Err(Failed { error: refusal(status, code, &body, is_revocation), retry_after })
    }
}

/// A call that failed, and how long Kisi asks to wait before the next one.
struct Failed {
    error: OperatorError,
    retry_after: Option<Duration>,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { error: OperatorError::Failed(error), retry_after: None }
    }
}

impl From<Error> for OperatorError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

fn refusal(
    status: StatusCode,
    code: Option<Code>,
    body: &[u8],
    is_revocation: bool,
) -> OperatorError {
    match status.as_u16() {
        401 => OperatorError::KeyRefused(code),
        403 => OperatorError::Forbidden(code),
        404 if is_revocation => OperatorError::UnknownLink,
        422 => OperatorError::Fields(field_errors(body)),
        429 => OperatorError::RateLimited,
        status => {
            let problem = crate::access::Problem::Unavailable;
            OperatorError::Failed(Error::answered(problem, status, code))
        }
    }
}

/// Kisi's reasons by field, bounded and without control characters.
fn field_errors(body: &[u8]) -> BTreeMap<String, Vec<String>> {
    let short = |text: &str| printable(text).chars().take(200).collect::<String>();
    let errors = wire::field_errors(body).into_iter().take(10).map(|(field, reasons)| {
        (short(&field), reasons.iter().take(5).map(|reason| short(reason)).collect())
    });
    let errors: BTreeMap<_, _> = errors.collect();
    if errors.is_empty() {
        let reason = "was refused for a reason that cannot be read";
        return BTreeMap::from([("group_link".to_owned(), vec![reason.to_owned()])]);
    }
    errors
}

fn unreadable(detail: &str) -> OperatorError {
    OperatorError::Failed(Error::unreadable(detail))
}

/// Whether a call that changes nothing, or that can be carried out twice, is repeated.
fn may_repeat(error: &Error) -> bool {
    match error.reached {
        Reached::No | Reached::Maybe => true,
        Reached::Yes => error.kind() == Kind::Timeout || error.status().is_some_and(|it| it >= 500),
    }
}

/// Repeats `once` after Kisi's rate limit refused it, and after a failure that `may_repeat`.
async fn retry<T, F: Future<Output = Result<T, Failed>>>(
    once: impl FnMut() -> F,
    may_repeat: impl Fn(&Error) -> bool,
) -> Result<T, OperatorError> {
    let pauses = ExponentialBuilder::default()
        .with_min_delay(PAUSE)
        .with_max_delay(LONGEST_PAUSE)
        .with_max_times(RETRIES)
        .with_jitter();
    let may_help = |failed: &Failed| match &failed.error {
        OperatorError::RateLimited => true,
        OperatorError::Failed(error) => may_repeat(error),
        OperatorError::NoKey
        | OperatorError::MalformedKey
        | OperatorError::Setup(_)
        | OperatorError::KeyRefused(_)
        | OperatorError::Forbidden(_)
        | OperatorError::UnknownLink
        | OperatorError::Fields(_)
        | OperatorError::Stopped(_) => false,
    };
    let longer = |failed: &Failed, pause: Option<Duration>| {
        let pause = pause?.max(failed.retry_after.unwrap_or_default());
        (pause <= LONGEST_RETRY_AFTER).then_some(pause)
    };
    let notify = |failed: &Failed, pause: Duration| {
        tracing::warn!("{}; trying again in {:.1} s", failed.error, pause.as_secs_f32());
    };
    let result = once.retry(pauses).when(may_help).adjust(longer).notify(notify).await;
    result.map_err(|failed| failed.error)
}
