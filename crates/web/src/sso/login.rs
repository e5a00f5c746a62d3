//! What an identity provider may call a person: a text that people can read and tell apart.

/// Letters in a login at most.
const CHARS_MAX: usize = 256;

/// Why this is no login, to stand after its name; nothing when it is one.
pub(super) fn fault(login: &str) -> Option<&'static str> {
    if login.is_empty() {
        Some("is empty")
    } else if login.chars().count() > CHARS_MAX {
        Some("has more than 256 letters")
    } else if login.chars().any(is_hidden) {
        Some("has control characters, or ones that nobody sees")
    } else {
        None
    }
}

/// Characters that break lines, take no room, or turn the direction of text: two logins would look alike.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests;
