//! A brand team starts its brand, and names its doors.

use std::{fs, path::Path};

use doorstep::simulator::Simulator;
use image::{ImageFormat, Rgba, RgbaImage};

use crate::{
    fixtures::ThemeFolder,
    harness::{Doorstep, get_json},
    program::{run, run_in, run_with_input},
};

const LOGO: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20'>\
                    <rect width='40' height='20' fill='#fff'/>\
                    <path d='M4 4h20v12h-20z' fill='#c8102e'/></svg>";

/// A folder in which a brand team works, with a logo that the team has got.
fn desk(name: &str, logo: impl AsRef<[u8]>) -> ThemeFolder {
    let desk = ThemeFolder::empty();
    desk.save(name, logo);
    desk
}

/// Runs `doorstep theme` with these arguments. Returns its exit code, stdout and stderr.
async fn theme(desk: &ThemeFolder, arguments: &[&str]) -> (i32, String, String) {
    let arguments: Vec<_> = ["theme"].iter().chain(arguments).copied().collect();
    run_in(desk.root(), &arguments, &[]).await
}

/// Starts a brand in the folder `acme`, and checks that it passes. Returns what was printed, and the
/// theme file.
async fn start(desk: &ThemeFolder, arguments: &[&str]) -> (String, toml::Table) {
    let arguments: Vec<_> = ["new", "acme"].iter().chain(arguments).copied().collect();
    let (code, printed, stderr) = theme(desk, &arguments).await;
    assert_eq!(code, 0, "{stderr}");
    let (code, _, stderr) = theme(desk, &["check", "--strict", "acme"]).await;
    assert_eq!(code, 0, "{stderr}");
    let file = fs::read_to_string(desk.path("acme/theme.toml")).unwrap();
    (printed, file.parse().unwrap())
}

fn png(color: [u8; 3], width: u32, height: u32) -> Vec<u8> {
    let [r, g, b] = color;
    let picture = RgbaImage::from_fn(width, height, |x, _| {
        Rgba([r, g, b, if x < width / 2 { 255 } else { 0 }])
    });
    let mut file = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

#[tokio::test]
async fn a_brand_starts_with_its_logo_and_the_colour_of_its_logo() {
    let desk = desk("Acme Logo FINAL.svg", LOGO);
    let arguments = ["--name", "Acme & Söhne \"1890\"", "--logo", "Acme Logo FINAL.svg"];
    let (printed, theme) = start(&desk, &arguments).await;
    assert_eq!(theme["name"].as_str(), Some("Acme & Söhne \"1890\""));
    assert_eq!(theme["logo"].as_str(), Some("logo.svg"));
    assert_eq!(theme["colors"]["accent"].as_str(), Some("#c8102e"));
    assert_eq!(fs::read_to_string(desk.path("acme/logo.svg")).unwrap(), LOGO);
    assert!(printed.contains("The accent #c8102e is the colour of buttons"), "{printed}");
    for next in [
        "doorstep theme preview acme\n",
        "doorstep theme check acme\n",
        "doorstep serve --set theme.path=acme/theme.toml\n",
    ] {
        assert!(printed.contains(next), "{printed}");
    }
}

#[tokio::test]
async fn a_brand_with_a_black_logo_starts_with_light_pages() {
    let desk = desk("logo.png", png([0, 0, 0], 60, 20));
    let (printed, theme) = start(&desk, &["--logo", "logo.png"]).await;
    assert_eq!(theme["colors"]["scheme"].as_str(), Some("light"));
    assert!(
        printed.contains("so all pages are light; for dark ones, add a logo_dark"),
        "{printed}"
    );
}

#[tokio::test]
async fn a_brand_starts_with_a_logo_of_pixels_also_in_one_colour() {
    for (color, accent) in
        [([0, 90, 60], "#005a3c"), ([0, 0, 0], "#000000"), ([255, 212, 0], "#ffd400")]
    {
        // The content decides, not the name.
        let desk = desk("logo.webp", png(color, 400, 100));
        let (_, theme) = start(&desk, &["--logo", "logo.webp"]).await;
        assert_eq!(theme["logo"].as_str(), Some("logo.png"));
        assert_eq!(theme["colors"]["accent"].as_str(), Some(accent));
    }
}

#[tokio::test]
async fn a_brand_starts_without_a_logo_and_has_the_name_of_its_folder() {
    let desk = ThemeFolder::empty();
    let (printed, theme) = start(&desk, &[]).await;
    assert_eq!(theme["name"].as_str(), Some("acme"));
    assert!(!theme.contains_key("logo"));
    assert!(theme["colors"].get("accent").is_none());
    assert!(!printed.contains("logo"), "{printed}");
}

#[tokio::test]
async fn a_logo_without_a_colour_starts_a_brand_and_the_team_reads_why() {
    let svg = |content: &str| format!("<svg xmlns='http://www.w3.org/2000/svg'>{content}</svg>");
    for (logo, reason) in [
        (
            svg("<text x='0' y='20'>Acme</text>"),
            "because it has no shapes that can be drawn: buttons have our green",
        ),
        (svg("<rect width='9' height='9' fill='#fff'/>"), "because it is white"),
    ] {
        let desk = desk("logo.svg", logo);
        let (code, printed, stderr) = theme(&desk, &["new", "acme", "--logo", "logo.svg"]).await;
        assert_eq!(code, 0, "{stderr}");
        assert!(printed.contains(reason), "{printed}");
        let theme: toml::Table =
            fs::read_to_string(desk.path("acme/theme.toml")).unwrap().parse().unwrap();
        assert!(theme["colors"].get("accent").is_none());
    }
}

#[tokio::test]
async fn a_logo_that_cannot_be_used_is_refused_and_nothing_is_left_behind() {
    for (name, logo, reason) in [
        ("logo.svg", b"<svg>\n<g>\n</svg>".to_vec(), "the logo logo.svg cannot be used: "),
        ("brand.txt", b"Acme".to_vec(), "the logo brand.txt cannot be used: "),
        (
            "huge.png",
            vec![0; 1_100_000],
            "the logo huge.png cannot be read: it is larger than 1024 KiB",
        ),
    ] {
        let desk = desk(name, logo);
        let (code, stdout, stderr) = theme(&desk, &["new", "acme", "--logo", name]).await;
        assert_eq!((code, stdout.as_str()), (1, ""), "{name}");
        assert!(stderr.contains(reason), "{stderr}");
        assert!(!desk.path("acme").exists(), "{name}");
    }
    let desk = ThemeFolder::empty();
    let (code, _, stderr) = theme(&desk, &["new", "acme", "--logo", "none.svg"]).await;
    assert_eq!(code, 1);
    assert!(stderr.contains("there is no file none.svg; write where the logo is"), "{stderr}");
}

#[tokio::test]
async fn no_file_is_overwritten() {
    let desk = desk("acme/theme.toml", "name = \"Older\"\n");
    let (code, _, stderr) = theme(&desk, &["new", "acme"]).await;
    assert_eq!(code, 1);
    assert!(stderr.contains("acme is not empty; write the name of a new folder"), "{stderr}");
    assert_eq!(fs::read_to_string(desk.path("acme/theme.toml")).unwrap(), "name = \"Older\"\n");

    desk.save("file", "");
    let (code, _, stderr) = theme(&desk, &["new", "file"]).await;
    assert_eq!(code, 1);
    assert!(stderr.contains("file is a file; write the name of a new folder"), "{stderr}");

    fs::create_dir(desk.path("empty")).unwrap();
    let (code, _, stderr) = theme(&desk, &["new", "empty"]).await;
    assert_eq!(code, 0, "{stderr}");
    let (code, _, stderr) = theme(&desk, &["new", "new", "--name", " "]).await;
    assert_eq!(code, 1);
    assert!(stderr.contains("this name of the brand cannot be used"), "{stderr}");
    assert!(stderr.trim_end().ends_with("--name: this is empty; write a few words"), "{stderr}");
}

#[tokio::test]
async fn check_and_preview_take_the_folder_of_a_theme() {
    let desk = desk("acme/theme.toml", "name = \"Acme\"\n");
    let (code, stdout, stderr) = theme(&desk, &["check", "acme"]).await;
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.starts_with("acme/theme.toml is valid"), "{stdout}");
    let (code, _, stderr) = theme(&desk, &["preview", "acme", "--out", "review"]).await;
    assert_eq!(code, 0, "{stderr}");
    assert!(desk.path("review/index.html").exists());
}

/// Checks that a theme with these tables at its end passes, and returns it.
async fn pasted(tables: &str) -> toml::Table {
    let desk = ThemeFolder::empty();
    start(&desk, &[]).await;
    let file = fs::read_to_string(desk.path("acme/theme.toml")).unwrap() + "\n" + tables;
    desk.save("acme/theme.toml", &file);
    let (code, _, stderr) = theme(&desk, &["check", "--strict", "acme"]).await;
    assert_eq!(code, 0, "{stderr}\n{tables}");
    file.parse().unwrap()
}

/// Runs `doorstep theme doors` with this text on standard input.
async fn doors(doorstep: &Doorstep, input: &str) -> (i32, String, String) {
    let kisi = doorstep.api.base_url();
    let environment = [("DOORSTEP_KISI__BASE_URL", kisi.as_str())];
    run_with_input(Path::new("."), &["theme", "doors"], &environment, input).await
}

#[tokio::test]
async fn the_doors_of_a_link_become_tables_for_the_theme() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret-of-a-lobby")
            .opens("Büro \"Süd\"\n[doors.1]")
            .described("Lift to floor 3")
            .at_place(5, "\u{200F}مبنى\u{200F} '''")
            .opens("\u{202E}Garage\\");
    })
    .await;
    for link in [
        format!("{}/links/s3cret-of-a-lobby#until=2026-12-01T08:00:00Z", doorstep.base_url),
        "https://web.kisi.io/grouplinks/s3cret-of-a-lobby\n".to_owned(),
        "s3cret-of-a-lobby".to_owned(),
    ] {
        let (code, tables, stderr) = doors(&doorstep, &link).await;
        assert_eq!(code, 0, "{stderr}");
        assert!(!(tables.clone() + &stderr).contains("s3cret"), "{tables}");
        assert!(tables.contains("#note = \"Lift to floor 3\"\n#icon = \"door\"\n"), "{tables}");
        let theme = pasted(&tables).await;
        let name = |table: &str, id: &str| theme[table][id]["name"].as_str().unwrap().to_owned();
        assert_eq!(name("places", "77"), "Harbour House");
        assert_eq!(name("doors", "1001"), "Büro \"Süd\" [doors.1]");
        assert_eq!(name("places", "5"), "\u{200F}مبنى\u{200F} '''");
        assert_eq!(name("doors", "1002"), "Garage\\");
    }
}

#[tokio::test]
async fn a_door_list_in_json_becomes_tables_for_the_theme() {
    let open_lobby = |kisi: &Simulator| drop(kisi.link("s3cret-of-a-lobby").opens("Lobby"));
    let doorstep = Doorstep::start(open_lobby).await;
    let list =
        get_json(&format!("{}/links/s3cret-of-a-lobby", doorstep.base_url)).await.to_string();
    let (code, of_list, stderr) = doors(&doorstep, &list).await;
    assert_eq!(code, 0, "{stderr}");
    let (_, of_link, _) = doors(&doorstep, "s3cret-of-a-lobby").await;
    assert_eq!(of_list, of_link);

    let mut twice: serde_json::Value = serde_json::from_str(&list).unwrap();
    let doors_of_list = twice["doors"].as_array_mut().unwrap();
    doors_of_list.push(doors_of_list[0].clone());
    let (_, of_twice, _) = doors(&doorstep, &twice.to_string()).await;
    assert_eq!(of_twice, of_link);
}

#[tokio::test]
async fn a_link_without_doors_is_an_error_that_says_why() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("past-s3cret-of-a-lobby").opens("Lobby").expired();
        kisi.link("empty-s3cret-of-a-lobby");
    })
    .await;
    for (input, reason) in [
        ("past-s3cret-of-a-lobby", "This link has expired. The time it was made for is over"),
        ("empty-s3cret-of-a-lobby", "this link opens no doors"),
        ("other-s3cret-of-a-lobby", "This link does not work"),
        ("two s3cret words", "must be the address of a link's page"),
        ("hello", "standard input must be the address of a link's page"),
        ("{\"doors\": 1}", "standard input is not a door list"),
        ("{\"doors\": [{\"id\": 1, \"state\": \"ajar\"}]}", "standard input is not a door list"),
        ("<html>s3cret</html>", "standard input is not a door list"),
    ] {
        let (code, stdout, stderr) = doors(&doorstep, input).await;
        assert_eq!((code, stdout.as_str()), (1, ""), "{input}: {stderr}");
        assert!(stderr.contains(reason), "{input}: {stderr}");
        assert!(!stderr.contains("s3cret"), "{stderr}");
        assert!(!stderr.contains("unknown variant") && !stderr.contains("invalid"), "{stderr}");
    }
    let arguments = ["theme", "doors", "https://visit.example.com/links/s3cret"];
    let (code, stdout, stderr) = run(&arguments, &[]).await;
    assert_eq!(code, 2);
    assert!(!(stdout + &stderr).contains("s3cret"));
}
