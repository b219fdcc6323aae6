//! Minifies the scripts of the pages: every visitor pays for their bytes.

#![expect(clippy::disallowed_methods, reason = "Cargo passes its folders in the environment")]

use std::{env, error::Error, fs, path::Path};

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_mangler::Mangler;
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;

const SCRIPTS: [&str; 2] = ["page.js", "search.js"];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("assets/page");
    let target = Path::new(&env::var("OUT_DIR")?).to_owned();
    for name in SCRIPTS {
        let file = folder.join(name);
        println!("cargo::rerun-if-changed={}", file.display());
        fs::write(target.join(name), minified(&fs::read_to_string(file)?)?)?;
    }
    Ok(())
}

/// The script without comments and white space, and with short names for what only it can see.
fn minified(source: &str) -> Result<String, Box<dyn Error>> {
    let memory = Allocator::default();
    let parsed = Parser::new(&memory, source, SourceType::script()).parse();
    if let Some(diagnostic) = parsed.diagnostics.first() {
        return Err(diagnostic.to_string().into());
    }
    // A name that is declared twice, for example, is not found by the parser.
    let checked = SemanticBuilder::new().with_check_syntax_error(true).build(&parsed.program);
    if let Some(diagnostic) = checked.diagnostics.first() {
        return Err(diagnostic.to_string().into());
    }
    let names = Mangler::new().build(&parsed.program).scoping;
    let code = Codegen::new().with_options(CodegenOptions::minify()).with_scoping(Some(names));
    Ok(code.build(&parsed.program).code)
}
