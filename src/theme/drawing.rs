//! Turning a brand's SVG into pixels, for where SVG cannot be used: home screens and mails.
//!
//! A few lines of SVG can take hours to draw: elements that repeat each other, filters, patterns,
//! lines of a billion dashes. A theme is loaded on the server, so only a simple drawing is drawn.
//! [`check_text`] and [`Elements`] look at the file before it is interpreted, [`Shapes`] at what is
//! drawn. Each of them stops counting at a limit, so the checks are as bounded as the drawing: the
//! worst file that passes takes about a second and 100 MB. Nothing outside of the file is read.

use std::{collections::HashMap, iter::successors};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use resvg::{
    render,
    tiny_skia::{self, Pixmap, Transform},
    usvg::{
        ClipPath, Fill, Group, ImageHrefResolver, Mask, Node, Options, Paint, Path, Stroke, Tree,
        roxmltree::{self, Document, ParsingOptions},
    },
};

use super::color::Color;

/// The largest file, and the largest `DOCTYPE` in it, in bytes.
const LARGEST_FILE: usize = 256 * 1024;
const LARGEST_DOCTYPE: usize = 4 * 1024;
/// The most attributes of one element: checking them takes time that grows with their square.
const MOST_ATTRIBUTES: usize = 200;
/// The most entities, each of which may be as long as the `DOCTYPE`.
const MOST_ENTITIES: usize = 1_000;
/// The most elements, counted as often as they are referred to, and how deep they may be nested.
const MOST_ELEMENTS: usize = 5_000;
const DEEPEST: usize = 64;
/// The most bytes of attributes, counted in the same way.
const MOST_BYTES: usize = 512 * 1024;
/// The largest style sheet, in bytes: each of its rules is compared with each element.
const LARGEST_STYLE: usize = 16 * 1024;
/// The most lines and curves of all shapes, counted as often as they are drawn.
const MOST_LINES: usize = 10_000;
/// How often the area of the icon may be painted: by each shape, and by each layer, which is a
/// group that is drawn apart because it is clipped or transparent.
const MOST_AREAS: usize = 500;
/// A layer has at most this many times the area of the icon.
const LARGEST_LAYER: usize = 25;
/// How deep layers may be nested: they are in memory at the same time.
const DEEPEST_LAYER: usize = 6;

/// The elements that are drawn, or that say nothing to be drawn. `foreignObject` is never drawn;
/// Illustrator writes it for itself.
const KNOWN: [&str; 24] = [
    "a",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "foreignObject",
    "g",
    "line",
    "linearGradient",
    "mask",
    "metadata",
    "path",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "title",
    "use",
];
const SVG: &str = "http://www.w3.org/2000/svg";

pub(super) const NOT_DRAWN: &str = "it cannot be drawn";
pub(super) const SHOWS_NOTHING: &str = "it shows nothing";

/// A drawing that is simple enough to be drawn.
pub(super) struct Drawing(Tree);

impl Drawing {
    /// The error says why it cannot be drawn.
    pub(super) fn read(svg: &[u8]) -> Result<Self, String> {
        Self::read_elements(svg, false)
    }

    /// The same without its text: it is not the whole drawing.
    pub(super) fn read_without_text(svg: &[u8]) -> Result<Self, String> {
        Self::read_elements(svg, true)
    }

    fn read_elements(svg: &[u8], without_text: bool) -> Result<Self, String> {
        let text = std::str::from_utf8(svg).map_err(|error| error.to_string())?;
        check_text(text)?;
        let parsing = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
        let document = Document::parse_with_options(text, parsing);
        let document = document.map_err(|error| error.to_string())?;
        Elements::of(&document, without_text).check(document.root_element())?;
        // Nothing is loaded, whatever the file refers to.
        let image_href_resolver = ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        };
        let options = Options { image_href_resolver, ..Options::default() };
        let tree = Tree::from_xmltree(&document, &options).map_err(|error| error.to_string())?;
        Shapes::check(&tree)?;
        Ok(Self(tree))
    }

    /// The width divided by the height.
    pub(super) fn ratio(&self) -> f32 {
        self.0.size().width() / self.0.size().height()
    }

    /// The drawing as large as it fits into `width` by `height` pixels, less `padding` on each side,
    /// which is a part of the longer side, as PNG.
    pub(super) fn png(
        &self,
        [width, height]: [u32; 2],
        padding: f32,
        background: Option<Color>,
    ) -> Result<Vec<u8>, String> {
        let mut pixels = Pixmap::new(width, height).ok_or(NOT_DRAWN)?;
        #[expect(clippy::cast_precision_loss, reason = "a side has a few hundred pixels")]
        let (width, height) = (width as f32, height as f32);
        let (drawn, free) = (self.0.size(), 2.0 * padding * width.max(height));
        let scale = ((width - free) / drawn.width()).min((height - free) / drawn.height());
        let middle = |side: f32, length: f32| (side - length * scale) / 2.0;
        let placed =
            Transform::from_translate(middle(width, drawn.width()), middle(height, drawn.height()));
        render(&self.0, placed.pre_scale(scale, scale), &mut pixels.as_mut());
        if pixels.pixels().iter().all(|pixel| pixel.alpha() == 0) {
            return Err(SHOWS_NOTHING.to_owned());
        }
        if let Some(background) = background {
            pixels = on(background, &pixels).ok_or(NOT_DRAWN)?;
        }
        pixels.encode_png().map_err(|error| error.to_string())
    }
}

/// Why browsers may not show an SVG.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// They do not parse it.
    Broken(String),
    /// It takes them long, or they give up.
    TooMuch(String),
}

/// What is wrong with a file for browsers, beside what `svg::check` finds.
pub(super) fn trouble(svg: &str) -> Option<Trouble> {
    if svg.len() <= LARGEST_FILE
        && let Err(reason) = check_text(svg)
    {
        return Some(Trouble::TooMuch(reason));
    }
    let parsing = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(svg, parsing) {
        Ok(document) => document,
        Err(error) => {
            let line = error.pos().row;
            return Some(Trouble::Broken(format!("line {line}: {error}")));
        }
    };
    let mut elements = Elements::of(&document, true);
    let checked = elements.check(document.root_element());
    let is_too_much = elements.counted > MOST_ELEMENTS || elements.bytes > MOST_BYTES;
    checked.err().filter(|_| is_too_much).map(Trouble::TooMuch)
}

/// `pixels` in front of `background`.
fn on(background: Color, pixels: &Pixmap) -> Option<Pixmap> {
    let [red, green, blue] = background.channels();
    let mut behind = Pixmap::new(pixels.width(), pixels.height())?;
    behind.fill(tiny_skia::Color::from_rgba8(red, green, blue, u8::MAX));
    let paint = tiny_skia::PixmapPaint::default();
    behind.draw_pixmap(0, 0, pixels.as_ref(), &paint, Transform::identity(), None);
    Some(behind)
}

/// Refuses a text that takes long to be read as XML.
fn check_text(text: &str) -> Result<(), String> {
    if text.len() > LARGEST_FILE {
        return Err(format!("it is larger than {} KiB", LARGEST_FILE / 1024));
    }
    if text.matches('&').count() > MOST_ENTITIES {
        return Err(format!("it has more than {MOST_ENTITIES} entities"));
    }
    let (mut reader, mut depth) = (Reader::from_str(text), 0_usize);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(element) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(too_deep());
                }
                check_attributes(&element)?;
            }
            Event::Empty(element) => check_attributes(&element)?,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::DocType(doctype) => {
                // An entity in an entity could repeat it again and again.
                if doctype.len() > LARGEST_DOCTYPE || doctype.contains(['&', '%']) {
                    return Err("its DOCTYPE is too complicated".to_owned());
                }
            }
            Event::Eof => return Ok(()),
            Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::GeneralRef(_) => {}
        }
    }
}

fn check_attributes(element: &BytesStart<'_>) -> Result<(), String> {
    if element.attributes().with_checks(false).count() > MOST_ATTRIBUTES {
        return Err(format!("an element has more than {MOST_ATTRIBUTES} attributes"));
    }
    Ok(())
}

fn too_deep() -> String {
    format!("its elements are nested more than {DEEPEST} deep")
}

/// The elements of a file, counted as often as they are drawn.
struct Elements<'a, 'input> {
    /// Whether text is allowed. It is never drawn.
    without_text: bool,
    by_id: HashMap<&'a str, roxmltree::Node<'a, 'input>>,
    counted: usize,
    bytes: usize,
    bytes_of_styles: usize,
}

impl<'a, 'input> Elements<'a, 'input> {
    fn of(document: &'a Document<'input>, without_text: bool) -> Self {
        let elements = document.descendants().filter(roxmltree::Node::is_element);
        let by_id = elements.filter_map(|node| Some((node.attribute("id")?, node)));
        let by_id = by_id.collect();
        Self { without_text, by_id, counted: 0, bytes: 0, bytes_of_styles: 0 }
    }

    /// Checks `element`, all in it, and all that it refers to.
    fn check(&mut self, element: roxmltree::Node<'a, 'input>) -> Result<(), String> {
        self.check_at(element, 0)
    }

    fn check_at(
        &mut self,
        element: roxmltree::Node<'a, 'input>,
        depth: usize,
    ) -> Result<(), String> {
        let name = element.tag_name();
        if name.namespace() != Some(SVG) {
            // It says something to a drawing program.
            return Ok(());
        }
        if self.without_text && name.name() == "text" {
            return Ok(());
        }
        if !KNOWN.contains(&name.name()) {
            return Err(format!("it contains `<{}>`", name.name()));
        }
        self.counted += 1;
        if self.counted > MOST_ELEMENTS {
            return Err(format!("it draws more than {MOST_ELEMENTS} elements"));
        }
        self.bytes += element.attributes().map(|it| it.value().len()).sum::<usize>();
        if self.bytes > MOST_BYTES {
            return Err(format!("it draws more than {} KiB", MOST_BYTES / 1024));
        }
        if depth > DEEPEST {
            return Err(too_deep());
        }
        if name.name() == "style" {
            let mut texts = element.descendants().filter_map(|node| node.text());
            return texts.try_for_each(|sheet| self.check_style(sheet));
        }
        let named = element.attributes().flat_map(|attribute| {
            let link = (attribute.name() == "href").then(|| attribute.value().trim());
            let link = link.and_then(|link| link.strip_prefix('#'));
            link.into_iter().chain(referred(attribute.value()))
        });
        for id in named.collect::<Vec<_>>() {
            if let Some(target) = self.repeated(id) {
                self.check_at(target, depth + 1)?;
            }
        }
        for child in element.children().filter(roxmltree::Node::is_element) {
            self.check_at(child, depth + 1)?;
        }
        Ok(())
    }

    /// Which elements a style sheet applies to is not known here, so it must not refer to any that
    /// would be drawn each time.
    fn check_style(&mut self, sheet: &str) -> Result<(), String> {
        self.bytes_of_styles += sheet.len();
        if self.bytes_of_styles > LARGEST_STYLE {
            return Err(format!("it has more than {} KiB of CSS", LARGEST_STYLE / 1024));
        }
        match referred(sheet).find(|id| self.repeated(id).is_some()) {
            Some(id) => Err(format!("its style sheet refers to `#{id}`; use attributes instead")),
            None => Ok(()),
        }
    }

    /// The element that is drawn for each reference to it. A gradient is not.
    fn repeated(&self, id: &str) -> Option<roxmltree::Node<'a, 'input>> {
        let is_gradient = |node: &roxmltree::Node<'_, '_>| {
            ["linearGradient", "radialGradient"].contains(&node.tag_name().name())
        };
        self.by_id.get(id).copied().filter(|node| !is_gradient(node))
    }
}

/// The ids in each `url(#id)` of an attribute or a style sheet.
fn referred(text: &str) -> impl Iterator<Item = &str> {
    let is_around = |c: char| c.is_whitespace() || ['"', '\'', '#'].contains(&c);
    let references = text.split("url(").skip(1);
    references.filter_map(move |rest| Some(rest.split_once(')')?.0.trim_matches(is_around)))
}

/// What is drawn, counted as often as it is drawn.
struct Shapes {
    /// The area of the icon, in the units of the drawing.
    icon: f32,
    lines: usize,
    areas: usize,
}

/// What shapes are drawn into: the icon, or a layer.
#[derive(Clone, Copy)]
struct Target {
    /// How many times the area of the icon it has.
    area: usize,
    /// In how many layers it is.
    depth: usize,
    /// Whether it is a clip path or a mask, whose place on the icon is not known here.
    is_cut: bool,
}

impl Shapes {
    /// Checks the whole drawing.
    fn check(tree: &Tree) -> Result<(), String> {
        let size = tree.size();
        let mut shapes = Self { icon: size.width() * size.height(), lines: 0, areas: 0 };
        shapes.count(tree.root(), Target { area: 1, depth: 0, is_cut: false })
    }

    fn count(&mut self, group: &Group, target: Target) -> Result<(), String> {
        if !group.filters().is_empty() {
            return Err("it has a filter".to_owned());
        }
        let target = if group.should_isolate() { self.layer(group, target)? } else { target };
        let cut = Target { depth: target.depth + 1, is_cut: true, ..target };
        let clips = successors(group.clip_path(), |path| path.clip_path()).map(ClipPath::root);
        let masks = successors(group.mask(), |mask| mask.mask()).map(Mask::root);
        for root in clips.chain(masks) {
            self.paint(target.area)?;
            self.count(root, cut)?;
        }
        group.children().iter().try_for_each(|node| match node {
            Node::Group(group) => self.count(group, target),
            Node::Path(path) => self.count_path(path, target),
            Node::Image(_) => Err("it contains a picture".to_owned()),
            Node::Text(_) => Err("it contains text".to_owned()),
        })
    }

    fn layer(&mut self, group: &Group, within: Target) -> Result<Target, String> {
        let depth = within.depth + 1;
        if depth > DEEPEST_LAYER {
            return Err("it has too many clipped or transparent groups in each other".to_owned());
        }
        let bounds = group.abs_layer_bounding_box();
        let times = (bounds.width() * bounds.height() / self.icon).ceil();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the cast saturates"
        )]
        let area = if within.is_cut { LARGEST_LAYER } else { times as usize };
        let area = area.clamp(1, LARGEST_LAYER);
        self.paint(area)?;
        Ok(Target { area, depth, ..within })
    }

    fn count_path(&mut self, path: &Path, target: Target) -> Result<(), String> {
        let (fill, stroke) = (path.fill(), path.stroke());
        if stroke.is_some_and(|stroke| stroke.dasharray().is_some()) {
            return Err("it has a dashed line".to_owned());
        }
        let paints = fill.map(Fill::paint).into_iter().chain(stroke.map(Stroke::paint));
        for paint in paints {
            if matches!(paint, Paint::Pattern(_)) {
                return Err("it has a pattern".to_owned());
            }
            self.lines += path.data().len();
            if self.lines > MOST_LINES {
                return Err(format!("its shapes have more than {MOST_LINES} lines"));
            }
            self.paint(target.area)?;
        }
        Ok(())
    }

    fn paint(&mut self, area: usize) -> Result<(), String> {
        self.areas += area;
        if self.areas > MOST_AREAS {
            return Err(format!("it paints its area more than {MOST_AREAS} times"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(content: &str) -> String {
        format!("<svg xmlns='{SVG}' viewBox='0 0 10 10'>{content}</svg>")
    }

    fn draw_file(svg: &[u8]) -> Result<Vec<u8>, String> {
        Drawing::read(svg)?.png([192, 192], 0.0, None)
    }

    fn draw(content: &str) -> Result<Vec<u8>, String> {
        draw_file(svg(content).as_bytes())
    }

    #[test]
    fn drawings_as_drawing_programs_write_them_are_drawn() {
        for content in [
            "<style>.a{fill:url(#b)}</style><linearGradient id='b'><stop stop-color='red'/>\
             </linearGradient><path class='a' d='M0 0h9v9z'/>",
            "<g clip-path='url(#clip0)'><path d='M0 0h9v9z'/></g>\
             <defs><clipPath id='clip0'><rect width='10' height='10'/></clipPath></defs>",
            "<mask id='m' mask-type='luminance'><path fill='#fff' d='M0 0h9v9z'/></mask>\
             <g mask='url(#m)' opacity='.5'><path d='M0 0h9v9z'/></g>",
            "<symbol id='s'><path d='M0 0h9v9z'/></symbol><use href='#s'/>\
             <metadata><rdf xmlns='urn:other'><text/></rdf></metadata>",
        ] {
            assert!(draw(content).is_ok(), "{content}");
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_said() {
        for (content, reason) in [
            ("", "it shows nothing"),
            ("<text>A</text>", "it contains `<text>`"),
            ("<image href='/etc/passwd'/>", "it contains `<image>`"),
            ("<filter id='f'/><rect width='9' height='9'/>", "it contains `<filter>`"),
            ("<g style='filter:blur(2px)'><path d='M0 0h9v9z'/></g>", "it has a filter"),
            ("<pattern id='p'/>", "it contains `<pattern>`"),
            ("<path d='M0 0h9' stroke='red' stroke-dasharray='1'/>", "it has a dashed line"),
            (
                "<style>.a{mask:url( \"#m\" )}</style><mask id='m'/>",
                "its style sheet refers to `#m`; use attributes instead",
            ),
        ] {
            assert_eq!(draw(content).unwrap_err(), reason, "{content}");
        }
        assert!(draw_file(b"<svg/>").is_err());
    }

    /// Groups that each refer ten times to the next one.
    fn bomb(element: &str, reference: impl Fn(usize) -> String) -> String {
        let level = |level: usize| {
            let uses = reference(level + 1).repeat(10);
            format!("<{element} id='l{level}'>{uses}</{element}>")
        };
        let levels: String = (0..12).map(level).collect();
        format!("<defs>{levels}<{element} id='l12'><path d='M0 0h9v9z'/></{element}></defs>")
            + &reference(0)
    }

    #[test]
    fn a_drawing_that_would_take_hours_is_refused_at_once() {
        let begin = std::time::Instant::now();
        let uses = bomb("g", |level| format!("<use href='#l{level}'/>"));
        let masks =
            bomb("mask", |level| format!("<rect width='9' height='9' mask='url(#l{level})'/>"));
        let styles = bomb("clipPath", |level| {
            format!("<rect width='9' height='9' style='clip-path: url(\"#l{level}\")'/>")
        });
        let circle = "<g id='a'><use href='#a'/></g>".to_owned();
        let path = "<path d='M0 0h9v9z'/>";
        let shapes = path.repeat(MOST_AREAS + 1);
        let large = format!(
            "<g opacity='.5'>{}</g>",
            "<circle cx='5' cy='5' r='99'/>".repeat(MOST_AREAS / LARGEST_LAYER)
        );
        let lines = format!("<path d='M0 0{}z'/>", "h9v9".repeat(MOST_LINES / 2));
        let data = "h9v9".repeat(1_000);
        let path_data = format!("<path id='p' d='M0 0{data}'/>{}", "<use href='#p'/>".repeat(200));
        let rules = format!("<style>{}</style>", ".a{fill:red}".repeat(2_000));
        let elements = "<g/>".repeat(MOST_ELEMENTS + 1);
        let deep = format!("{}{}", "<g>".repeat(20_000), "</g>".repeat(20_000));
        let layers = |number: usize| {
            let (begin, end) = ("<g opacity='.5'>".repeat(number), "</g>".repeat(number));
            format!("{begin}{path}{end}")
        };
        assert!(draw(&layers(DEEPEST_LAYER)).is_ok());
        let layers = layers(DEEPEST_LAYER + 1);
        let attributes: String = (0..20_000)
            .flat_map(|number| [" a".to_owned(), number.to_string(), "=''".to_owned()])
            .collect();
        let attributes = format!("<g{attributes}/>");
        for content in [
            uses, masks, styles, circle, shapes, large, lines, path_data, rules, elements, deep,
            layers, attributes,
        ] {
            let reason = draw(&content).unwrap_err();
            assert!(reason.contains(" more than ") || reason.contains("too many"), "{reason}");
        }
        let entities = "<!DOCTYPE svg [<!ENTITY a 'x'>]>".to_owned() + &svg(&"&a;".repeat(1_001));
        let refused = draw_file(entities.as_bytes()).unwrap_err();
        assert_eq!(refused, "it has more than 1000 entities");
        let twice = "<!DOCTYPE svg [<!ENTITY a 'x'><!ENTITY b '&a;'>]>".to_owned() + &svg("&b;");
        let refused = draw_file(twice.as_bytes()).unwrap_err();
        assert_eq!(refused, "its DOCTYPE is too complicated");
        let took = begin.elapsed();
        assert!(took.as_secs() < 20, "{took:?}");
    }
}
