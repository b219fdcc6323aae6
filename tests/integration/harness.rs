//! A doorstep in front of a simulated Kisi, and visitors who use it.

use std::path::Path;

use doorstep::{
    settings::{self, Sources},
    simulator::{Running, Simulator},
    web::Server,
};
use reqwest::{
    Method, RequestBuilder, Response,
    header::{ACCEPT, HeaderMap, SET_COOKIE},
    redirect::Policy,
};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::oneshot,
    task::JoinHandle,
};

/// A running server and the Kisi behind it.
pub(crate) struct Doorstep {
    pub(crate) kisi: Simulator,
    pub(crate) api: Running,
    pub(crate) base_url: String,
    pub(crate) admin_url: String,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<()>,
    /// The theme's folder, where the test wrote none itself.
    _folder: Option<tempfile::TempDir>,
}

impl Doorstep {
    /// A doorstep with the default settings, in front of what `model` makes of Kisi.
    pub(crate) async fn start(model: impl FnOnce(&Simulator)) -> Self {
        Self::start_with(&[], model).await
    }

    /// A doorstep that shows the brand of this theme.
    pub(crate) async fn start_with_theme(toml: &str, model: impl FnOnce(&Simulator)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("theme.toml");
        std::fs::write(&path, toml).unwrap();
        let started = Self::start_with(&[("theme.path", path.to_str().unwrap())], model).await;
        Self { _folder: Some(folder), ..started }
    }

    /// A doorstep with these settings.
    pub(crate) async fn start_with(set: &[(&str, &str)], model: impl FnOnce(&Simulator)) -> Self {
        Self::start_from(None, set, model).await
    }

    /// A doorstep with the settings of this file, and these.
    pub(crate) async fn start_from(
        file: Option<&Path>,
        set: &[(&str, &str)],
        model: impl FnOnce(&Simulator),
    ) -> Self {
        let kisi = Simulator::new();
        model(&kisi);
        let api = kisi.listen("127.0.0.1:0").await.unwrap();
        let base_url = api.base_url();
        let own = [
            ("server.listen", "127.0.0.1:0"),
            ("admin.listen", "127.0.0.1:0"),
            ("server.workers", "1"),
            ("kisi.base_url", &base_url),
        ];
        let flags = own.iter().chain(set);
        let flags = flags.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let settings = settings::load(Sources { file, flags, ..Sources::default() }).unwrap();
        let server = Server::bind(&settings).unwrap();
        let (address, admin) = (server.address().unwrap(), server.admin_address().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(async move {
            let shutdown = async {
                let _ = stopped.await;
            };
            server.run(shutdown).await.unwrap();
        });
        Self {
            kisi,
            api,
            base_url: format!("http://{address}"),
            admin_url: format!("http://{admin}"),
            stop: Some(stop),
            running,
            _folder: None,
        }
    }

    /// Someone who holds the link with this secret.
    pub(crate) fn visitor(&self, secret: &str) -> Visitor {
        self.visitor_at(&format!("/links/{secret}"))
    }

    /// Someone who opens this path.
    pub(crate) fn visitor_at(&self, path: &str) -> Visitor {
        Visitor::new(format!("{}{path}", self.base_url))
    }

    /// What is answered to a request whose first line is this, to the letter.
    pub(crate) async fn answer_to(&self, first_line: &str) -> String {
        let address = self.base_url.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("{first_line}\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    /// Ends the server, and waits until it has ended. Kisi goes on until then.
    pub(crate) async fn end(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        self.running.await.unwrap();
    }
}

/// What makes HTTP requests in tests: as plain as it gets, without decoding or redirects.
pub(crate) fn http() -> reqwest::Client {
    // Fails when another test was first, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let plain = reqwest::Client::builder().no_gzip().no_brotli().redirect(Policy::none());
    plain.cookie_store(true).build().unwrap()
}

/// What a `GET` is answered.
pub(crate) async fn get(url: &str) -> reqwest::Result<Response> {
    http().get(url).send().await
}

/// One browser, with its cookies.
pub(crate) struct Visitor {
    pub(crate) url: String,
    browser: reqwest::Client,
    headers: HeaderMap,
}

impl Visitor {
    fn new(url: String) -> Self {
        Self { url, browser: http(), headers: HeaderMap::new() }
    }

    /// The same visitor, whose browser sends one more header.
    pub(crate) fn sending(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().unwrap());
        self
    }

    /// A request to the visitor's own URL.
    pub(crate) fn asks(&self, method: Method) -> RequestBuilder {
        self.browser.request(method, &self.url).headers(self.headers.clone())
    }

    /// The page as it is now.
    pub(crate) async fn page(&self) -> Page {
        Page::read(self.asks(Method::GET).send().await.unwrap()).await
    }

    /// The page's JSON.
    pub(crate) async fn json(&self) -> Json {
        let request = self.asks(Method::GET).header(ACCEPT, "application/json");
        Json::read(request.send().await.unwrap()).await
    }

    /// What a browser gets for pressing the button of this door, before it follows anything.
    pub(crate) async fn submits(&self, door: &str) -> Response {
        self.asks(Method::POST).form(&[("door", door)]).send().await.unwrap()
    }

    /// Presses the button of the door with this name, as a browser does it without script, and
    /// reads the page it is sent to.
    pub(crate) async fn taps(&self, door: &str) -> Page {
        let number = self.page().await.number(door);
        let answer = self.submits(&number).await;
        assert_eq!(answer.status(), 303);
        let own_url = url::Url::parse(&self.url).unwrap();
        let target = own_url.join(answer.headers()["location"].to_str().unwrap()).unwrap();
        assert_eq!(target, own_url);
        self.page().await
    }

    /// Unlocks the door with this number as a script does.
    pub(crate) async fn taps_by_script(&self, door: impl ToString) -> Json {
        let request = self.asks(Method::POST).header(ACCEPT, "application/json");
        let answer = request.form(&[("door", door.to_string())]).send().await;
        Json::read(answer.unwrap()).await
    }
}

/// An answer in JSON.
#[derive(Debug)]
pub(crate) struct Json {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Json {
    async fn read(answer: Response) -> Self {
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Self { status, headers, body: answer.json().await.unwrap() }
    }

    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// A page as its reader sees it.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) source: String,
    html: Html,
}

impl Page {
    async fn read(answer: Response) -> Self {
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let source = answer.text().await.unwrap();
        Self { status, headers, html: Html::parse_document(&source), source }
    }

    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.html.select(&Selector::parse(selector).unwrap()).collect()
    }

    fn one(&self, selector: &str) -> ElementRef<'_> {
        let found = self.all(selector);
        assert_eq!(found.len(), 1, "{selector} in {}", self.source);
        found[0]
    }

    /// Each door's name and state.
    pub(crate) fn doors(&self) -> Vec<String> {
        let buttons = self.all("form[method=post] button[name=door]");
        let seen = buttons.iter().map(|button| {
            let name = button.select(&Selector::parse(".name").unwrap()).next().unwrap();
            format!("{}: {}", words(name), button.value().attr("data-state").unwrap())
        });
        seen.collect()
    }

    /// What stands on each door's button beside its state.
    pub(crate) fn buttons(&self) -> Vec<String> {
        self.all("button[name=door] .words").into_iter().map(words).collect()
    }

    /// The words of whatever this selects.
    pub(crate) fn reads(&self, selector: &str) -> Vec<String> {
        self.all(selector).into_iter().map(words).collect()
    }

    /// An attribute of the one element that this selects.
    pub(crate) fn attribute(&self, selector: &str, name: &str) -> &str {
        self.one(selector).value().attr(name).unwrap_or_default()
    }

    /// What the button of this door sends.
    pub(crate) fn number(&self, door: &str) -> String {
        let button = self.all("button[name=door]").into_iter().find(|it| words(*it).contains(door));
        button.unwrap().value().attr("value").unwrap().to_owned()
    }

    /// The page's name.
    pub(crate) fn state(&self) -> &str {
        self.one("body").value().attr("data-state").unwrap()
    }

    /// What the button that answers a question sends.
    pub(crate) fn confirmation(&self) -> (String, String) {
        let button = self.one("[role=status] button[form=doors]").value();
        let attribute = |name| button.attr(name).unwrap().to_owned();
        (attribute("name"), attribute("value"))
    }

    /// What the visitor is told about the last tap.
    pub(crate) fn told(&self) -> String {
        words(self.one("[role=status]"))
    }

    pub(crate) fn heading(&self) -> String {
        words(self.one("h1"))
    }

    pub(crate) fn headings_of_places(&self) -> Vec<String> {
        self.all("form h2").into_iter().map(words).collect()
    }

    pub(crate) fn title(&self) -> String {
        words(self.one("title"))
    }

    pub(crate) fn language(&self) -> &str {
        self.one("html").value().attr("lang").unwrap()
    }

    /// Since when the doors may have changed, if the page says so.
    pub(crate) fn as_of(&self) -> Option<String> {
        self.all(".as-of").into_iter().map(words).next()
    }

    pub(crate) fn contact(&self) -> String {
        words(self.one("footer"))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn sets_cookies(&self) -> usize {
        self.headers.get_all(SET_COOKIE).iter().count()
    }
}

/// The words of an element, without the marks that keep names apart.
fn words(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect::<Vec<_>>().join(" ");
    let text = text.replace(['\u{2068}', '\u{2069}'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
