//! The web application is embedded from `ui/dist`. When it was not built, a page that says so stands in for it, so
//! that the server can be worked on without it.

use std::path::Path;

const PLACEHOLDER: &str = r#"<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Portolan</title></head>
  <body>
    <h1>Portolan is running, without its web application</h1>
    <p>This binary was built before the web application. Build it with <code>npm ci &amp;&amp; npm run build</code> in
    <code>ui/</code>, then build the server again.</p>
    <p>Everything is also at <a href="/api/openapi.json">the API</a> and in the <code>portolan</code> command.</p>
  </body>
</html>
"#;

fn main() -> std::io::Result<()> {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    let page = dist.join("index.html");
    if !page.exists() {
        std::fs::create_dir_all(&dist)?;
        std::fs::write(page, PLACEHOLDER)?;
    }
    Ok(())
}
