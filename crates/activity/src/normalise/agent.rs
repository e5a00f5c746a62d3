//! User agents: "browser/system" in one word each, enough to see that one session changed hands.

/// First match wins: a Chrome-like browser says all names of its ancestors.
const BROWSERS: [(&str, &str); 24] = [
    ("Edg", "edge"),
    ("OPR/", "opera"),
    ("Firefox/", "firefox"),
    ("SamsungBrowser", "samsung"),
    ("HeadlessChrome", "headless-chrome"),
    ("CriOS", "chrome"),
    ("Chrome/", "chrome"),
    ("Safari/", "safari"),
    ("MSIE", "internet-explorer"),
    ("Trident/", "internet-explorer"),
    ("aws-cli", "aws-cli"),
    ("Terraform", "terraform"),
    ("Boto3", "boto3"),
    ("aws-sdk", "aws-sdk"),
    ("aws-internal", "aws-internal"),
    ("python-requests", "python-requests"),
    ("python", "python"),
    ("Python", "python"),
    ("curl/", "curl"),
    ("git/", "git"),
    ("Go-http-client", "go"),
    ("okta-", "okta-sdk"),
    ("node", "node"),
    ("Java", "java"),
];

const SYSTEMS: [(&str, &str); 11] = [
    ("Windows", "windows"),
    ("Android", "android"),
    ("iPhone", "ios"),
    ("iPad", "ios"),
    ("iOS", "ios"),
    ("CrOS", "chromeos"),
    ("Mac OS", "macos"),
    ("macOS", "macos"),
    ("Darwin", "macos"),
    ("Linux", "linux"),
    ("linux", "linux"),
];

/// Browser and system of a user agent text, `other` for what it does not tell.
pub(super) fn family(agent: &str) -> (&'static str, &'static str) {
    (first(&BROWSERS, agent), first(&SYSTEMS, agent))
}

/// The system in one word, from a name such as "Mac OS 14.4.1 (Sonoma)".
pub(super) fn system(name: &str) -> &'static str {
    let starts = SYSTEMS.iter().find(|(mark, _)| name.starts_with(mark));
    starts.map_or_else(|| first(&SYSTEMS, name), |(_, word)| word)
}

fn first(table: &[(&str, &'static str)], text: &str) -> &'static str {
    table
        .iter()
        .find(|(mark, _)| text.contains(mark))
        .map_or("other", |(_, word)| word)
}
