//! Whether an SVG file is well-formed XML. Browsers show nothing of an SVG that is not.

use std::collections::BTreeSet;

use quick_xml::{
    Error, Reader,
    errors::SyntaxError,
    events::{BytesDecl, BytesStart, Event},
};

/// The entities that every XML file has (XML 1.0, 4.6).
const PREDEFINED: [&str; 5] = ["lt", "gt", "amp", "apos", "quot"];

/// Checks that all of `content` is one well-formed `svg` element, and returns what is in it. Entities are looked up and never
/// expanded. The error starts with the line: ``line 12: expected `</g>`, but `</svg>` was found``.
pub(super) fn check(content: &[u8]) -> Result<Contents, String> {
    let text = std::str::from_utf8(content).map_err(|error| {
        let line = line_at(content, error.valid_up_to());
        format!("line {line}: this is not UTF-8 text; save it as UTF-8")
    })?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_comments = true;
    let mut document = Document::default();
    loop {
        let event = reader.read_event().map_err(|error| {
            let line = line_at(content, reader.error_position());
            format!("line {line}: {}", reason(&error))
        })?;
        let at_end = matches!(event, Event::Eof);
        // For an element, this is the line where its start tag ends.
        document.add(&event).map_err(|reason| {
            format!("line {}: {reason}", line_at(content, reader.buffer_position()))
        })?;
        if at_end {
            return Ok(document.contents);
        }
    }
}

/// What the parser does not check by itself: that there is one `svg` element with nothing beside
/// it, attributes, and references to entities.
#[derive(Default)]
struct Document {
    /// The names of the elements that are open.
    open: Vec<String>,
    /// Whether there was any event.
    started: bool,
    /// Whether the first element has begun.
    begun: bool,
    /// The entities that the DOCTYPE declares: `<!ENTITY name "…">`.
    entities: BTreeSet<String>,
    contents: Contents,
}

/// What is in a drawing that browsers may show differently, or not at all.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Contents {
    /// Whether it has text, which is shown in a font of the device.
    pub(super) has_text: bool,
    /// The first address of a picture or a drawing on the web to which it refers.
    pub(super) remote: Option<String>,
}

impl Document {
    fn add(&mut self, event: &Event<'_>) -> Result<(), String> {
        let is_first = !std::mem::replace(&mut self.started, true);
        match event {
            Event::Start(element) => {
                self.begin(element)?;
                self.open.push(element.name().as_ref().to_owned());
                Ok(())
            }
            Event::Empty(element) => self.begin(element),
            Event::End(_) => {
                // The parser checks that the names match.
                self.open.pop();
                Ok(())
            }
            Event::Text(text) if text.trim().is_empty() => Ok(()),
            Event::Text(_) | Event::CData(_) => self.inside("text"),
            Event::GeneralRef(name) => {
                self.inside("text")?;
                self.check_reference(name)
            }
            Event::DocType(doctype) => {
                let declarations = doctype.split("<!ENTITY").skip(1);
                let names = declarations.filter_map(|rest| rest.split_whitespace().next());
                self.entities.extend(names.map(str::to_owned));
                Ok(())
            }
            Event::Decl(_) if !is_first => {
                Err("`<?xml … ?>` must be at the very start of the file".to_owned())
            }
            Event::Decl(declaration) => check_declaration(declaration),
            Event::Comment(_) | Event::PI(_) => Ok(()),
            Event::Eof => match self.open.last() {
                Some(name) => Err(format!("the file ends before `</{name}>`")),
                None if !self.begun => Err("there is no `<svg>` element".to_owned()),
                None => Ok(()),
            },
        }
    }

    fn begin(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        let name = element.name().as_ref().to_owned();
        if !self.begun && element.local_name().as_ref() != "svg" {
            return Err(format!("the first element is `<{name}>`; it must be `<svg>`"));
        }
        if self.begun && self.open.is_empty() {
            return Err(format!("`<{name}>` stands after the end of the first element"));
        }
        let is_root = !std::mem::replace(&mut self.begun, true);
        self.contents.has_text |= element.local_name().as_ref() == "text";
        let has_namespace = self.check_attributes(element)?;
        if is_root && !has_namespace {
            return Err(
                "`<svg>` has no attribute `xmlns`, and browsers do not show it without one; \
                        export it again"
                    .to_owned(),
            );
        }
        Ok(())
    }

    fn inside(&self, what: &str) -> Result<(), String> {
        if self.open.is_empty() {
            return Err(format!("there is {what} outside of the `<svg>` element; remove it"));
        }
        Ok(())
    }

    /// Returns whether the element declares the namespace of its own name.
    fn check_attributes(&mut self, element: &BytesStart<'_>) -> Result<bool, String> {
        let prefix = element.name().prefix().map(|prefix| format!("xmlns:{}", prefix.as_ref()));
        let namespace = prefix.unwrap_or_else(|| "xmlns".to_owned());
        let mut names = BTreeSet::new();
        // The parser's own check for duplicates compares each attribute with all others.
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| format!("broken attribute: {error}"))?;
            let name = attribute.key.as_ref().to_owned();
            let value = &attribute.value;
            if value.contains('<') {
                return Err(format!("the attribute `{name}` contains `<`; write `&lt;`"));
            }
            for after in value.split('&').skip(1) {
                let (reference, _) = after.split_once(';').unwrap_or_default();
                self.check_reference(reference)?;
            }
            let is_reference = attribute.key.local_name().as_ref() == "href";
            if is_reference && element.local_name().as_ref() != "a" && is_on_the_web(value) {
                self.contents.remote.get_or_insert_with(|| value.to_string());
            }
            if let Some(twice) = names.replace(name) {
                return Err(format!("the attribute `{twice}` is written twice"));
            }
        }
        Ok(names.contains(&namespace))
    }

    /// Checks what stands between `&` and `;`.
    fn check_reference(&self, name: &str) -> Result<(), String> {
        let is_character = name.strip_prefix('#').is_some_and(|number| {
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            code.is_ok_and(|code| code != 0 && char::from_u32(code).is_some())
        });
        if is_character || PREDEFINED.contains(&name) || self.entities.contains(name) {
            Ok(())
        } else if name.is_empty() {
            Err("there is a `&` that begins no entity; write `&amp;`".to_owned())
        } else {
            Err(format!("the entity `&{name};` is not declared; write the character itself"))
        }
    }
}

fn is_on_the_web(address: &str) -> bool {
    ["http:", "https:", "//"].iter().any(|begin| address.trim().starts_with(begin))
}

fn check_declaration(declaration: &BytesDecl<'_>) -> Result<(), String> {
    match declaration.version() {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("broken `<?xml … ?>`: {error}")),
    }
}

fn reason(error: &Error) -> String {
    let text = match error {
        Error::Syntax(SyntaxError::UnclosedTag) => {
            "the file ends within a tag; save or copy it again".to_owned()
        }
        Error::Syntax(error) => error.to_string(),
        Error::IllFormed(error) => error.to_string(),
        Error::Io(_)
        | Error::InvalidAttr(_)
        | Error::Encoding(_)
        | Error::Escape(_)
        | Error::Namespace(_) => error.to_string(),
    };
    text.replace('\n', " ")
}

/// The line of a byte, from 1.
fn line_at(content: &[u8], at: impl TryInto<usize>) -> usize {
    let at = at.try_into().unwrap_or(usize::MAX).min(content.len());
    content[..at].split(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ILLUSTRATOR: &str = r##"<?xml version="1.0" encoding="iso-8859-1"?>
<!-- Generator: Adobe Illustrator 19.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
	<!ENTITY ns_extend "http://ns.adobe.com/Extensibility/1.0/">
	<!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">
	<!ENTITY ns_svg "http://www.w3.org/2000/svg">
]>
<svg version="1.1" xmlns:x="&ns_extend;" xmlns:i="&ns_ai;" xmlns="&ns_svg;" viewBox="0 0 9 9">
<switch><g i:extraneous="self"><path fill="#0B6E4F" d="M0,0h9v9z"/></g></switch>
</svg>
"##;
    const INKSCAPE: &str = r##"<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<!-- Saved for the web -->
<?xml-stylesheet href="print.css" type="text/css"?>
<?xml-stylesheet href="screen.css" type="text/css"?>

<svg:svg
   width="100mm" viewBox="0 0 9 9" sodipodi:docname="logo.svg"
   xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
   xmlns:svg="http://www.w3.org/2000/svg">
  <sodipodi:namedview pagecolor="#ffffff" />
  <svg:title>Ein Haus &amp; ein Garten &#x2013; größer</svg:title>
  <svg:style><![CDATA[ .a > .b { fill: red } ]]></svg:style>
</svg:svg>
"##;
    const FIGMA: &str = "<svg width=\"24\" height=\"24\" fill=\"none\" \
                         xmlns=\"http://www.w3.org/2000/svg\">\n<path d=\"M0 0h9\"/>\n</svg>\n";

    #[test]
    fn files_of_drawing_programs_are_well_formed() {
        for svg in [ILLUSTRATOR, INKSCAPE, FIGMA, "<svg xmlns=''/>"] {
            assert_eq!(check(svg.as_bytes()), Ok(Contents::default()), "{svg}");
            assert_eq!(
                check(format!("\u{FEFF}{svg}").as_bytes()),
                Ok(Contents::default()),
                "{svg}"
            );
        }
    }

    #[test]
    fn a_broken_file_is_refused_with_the_line_and_the_reason() {
        for (svg, reason) in [
            ("<svg xmlns=''>\n<g>\n</svg>", "line 3: expected `</g>`, but `</svg>` was found"),
            ("<svg xmlns=''>\n<g>\n</g>\n", "line 4: the file ends before `</svg>`"),
            (
                "<svg xmlns=''>\n</svg>\n<g/>",
                "line 3: `<g>` stands after the end of the first element",
            ),
            (
                "<svg xmlns=''/>\nbye",
                "line 2: there is text outside of the `<svg>` element; remove it",
            ),
            ("<html>\n</html>", "line 1: the first element is `<html>`; it must be `<svg>`"),
            (
                "\n<?xml version='1.0'?><svg xmlns=''/>",
                "line 2: `<?xml … ?>` must be at the very start of the file",
            ),
            (
                "<svg>\n</svg>",
                "line 1: `<svg>` has no attribute `xmlns`, and browsers do not show it without one; \
                 export it again",
            ),
            ("<!-- only this -->", "line 1: there is no `<svg>` element"),
            (
                "<svg xmlns=''>\n<g a='1' b='2' a='3'/></svg>",
                "line 2: the attribute `a` is written twice",
            ),
            (
                "<svg xmlns=''>\n<g a='<'/></svg>",
                "line 2: the attribute `a` contains `<`; write `&lt;`",
            ),
            (
                "<svg xmlns=''>\n<g a='R&D'/></svg>",
                "line 2: there is a `&` that begins no entity; write `&amp;`",
            ),
            (
                "<svg xmlns=''>\n\n&nbsp;</svg>",
                "line 3: the entity `&nbsp;` is not declared; write the character itself",
            ),
        ] {
            assert_eq!(check(svg.as_bytes()), Err(reason.to_owned()), "{svg}");
        }
        for svg in [
            "<svg xmlns=''>\n<g a=1/></svg>",
            "<svg xmlns=''>\n<!-- a -- b --></svg>",
            "<svg xmlns=''>\nR & D</svg>",
        ] {
            let reason = check(svg.as_bytes()).unwrap_err();
            assert!(reason.starts_with("line 2: "), "{svg}: {reason}");
        }
        let reason = check(b"<svg xmlns=''>\n<text>\xe4</text></svg>").unwrap_err();
        assert_eq!(reason, "line 2: this is not UTF-8 text; save it as UTF-8");
    }

    #[test]
    fn text_and_pictures_on_the_web_are_noticed() {
        let contents = |content: &str| check(format!("<svg xmlns=''>{content}</svg>").as_bytes());
        let has_text = contents("<g><text>A</text></g>").unwrap().has_text;
        assert!(has_text);
        for (content, remote) in [
            ("<image xlink:href='https://a.example/b.png'/>", Some("https://a.example/b.png")),
            ("<use href=' //a.example/c.svg#d'/>", Some(" //a.example/c.svg#d")),
            ("<a href='https://a.example/'/><use href='#d'/>", None),
            ("<image href='data:image/png;base64,AAAA'/>", None),
        ] {
            assert_eq!(contents(content).unwrap().remote.as_deref(), remote, "{content}");
        }
    }

    #[test]
    fn a_file_with_very_many_attributes_and_entities_is_checked_quickly() {
        let attributes: Vec<_> = (0..80_000).map(|number| format!("a{number}=''")).collect();
        assert_eq!(
            check(format!("<svg xmlns='' {}/>", attributes.join(" ")).as_bytes()),
            Ok(Contents::default())
        );
        let entities: Vec<_> =
            (0..20_000).map(|number| format!("<!ENTITY e{number} 'x'>")).collect();
        let (entities, uses) = (entities.concat(), "&e19999;".repeat(40_000));
        let svg = format!("<!DOCTYPE svg [{entities}]><svg xmlns=''>{uses}</svg>");
        assert_eq!(check(svg.as_bytes()), Ok(Contents::default()));
    }
}
