//! The pages that people see. Plain forms: a browser and a program can both fill them in.

use crate::reply::{Body, Reply};

/// A page with this title and this content, which is HTML.
pub(crate) fn page(status: u16, title: &str, content: &str) -> Reply {
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title><style>{STYLE}</style></head>\
         <body><main><h1>{title}</h1>{content}</main></body></html>",
        title = escape(title),
    );
    let reply = Reply {
        status,
        body: Body::Raw(html.into_bytes()),
        headers: Vec::new(),
        page: None,
    };
    reply
        .header("content-type", "text/html;charset=utf-8")
        .header("cache-control", "no-cache, no-store")
        .header("referrer-policy", "no-referrer")
}

/// The sign-in page. `kept` are the parameters to come back with; `people` are logins to choose from.
pub(crate) fn sign_in(
    status: u16,
    company: &str,
    app: &str,
    problem: &str,
    kept: &[(&str, &str)],
    people: &[String],
) -> Reply {
    let problem = if problem.is_empty() {
        String::new()
    } else {
        format!("<p role=\"alert\">{}</p>", escape(problem))
    };
    let options: String = people
        .iter()
        .map(|login| format!("<option value=\"{}\">", escape(login)))
        .collect();
    let content = format!(
        "<p>Connecting to <b>{app}</b></p>{problem}<form id=\"form\" method=\"post\">{kept}\
         <label>Username<input id=\"okta-signin-username\" name=\"username\" autocomplete=\"username\" list=\"people\" required autofocus></label>\
         <datalist id=\"people\">{options}</datalist>\
         <label>Password<input id=\"okta-signin-password\" name=\"password\" type=\"password\" autocomplete=\"current-password\"></label>\
         <button id=\"okta-signin-submit\" type=\"submit\">Sign In</button></form>\
         <p>This organization is simulated. Everybody's password is <code>{password}</code>.</p>",
        app = escape(app),
        kept = hidden(kept),
        password = super::session::PASSWORD,
    );
    page(status, &format!("{company} - Sign In"), &content)
}

/// A form that sends itself to a service provider.
pub(crate) fn hand_over(url: &str, fields: &[(&str, &str)]) -> Reply {
    let content = format!(
        "<form id=\"appForm\" action=\"{}\" method=\"POST\">{}<noscript><button type=\"submit\">Continue</button></noscript></form>\
         <script>document.getElementById('appForm').submit();</script>",
        escape(url),
        hidden(fields),
    );
    page(200, "Signing in", &content)
}

/// What a person can open.
pub(crate) fn dashboard(company: &str, name: &str, apps: &[(String, String)]) -> Reply {
    let link = |(label, url): &(String, String)| {
        format!("<li><a href=\"{}\">{}</a></li>", escape(url), escape(label))
    };
    let list: String = apps.iter().map(link).collect();
    let content = format!(
        "<p>{}</p><ul>{list}</ul><p><a href=\"/login/signout\">Sign out</a></p>",
        escape(name)
    );
    page(200, &format!("{company} - My Apps"), &content)
}

fn hidden(fields: &[(&str, &str)]) -> String {
    let field = |(name, value): &(&str, &str)| {
        format!(
            "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
            escape(name),
            escape(value)
        )
    };
    fields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(field)
        .collect()
}

pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

const STYLE: &str = "body{font:16px system-ui,sans-serif;background:#f4f4f6;margin:0}main{max-width:24rem;margin:4rem auto;\
     background:#fff;border:1px solid #d0d0d8;border-radius:6px;padding:2rem}label{display:block;margin:0 0 1rem}\
     input{display:block;width:100%;box-sizing:border-box;padding:.5rem;font:inherit}button{padding:.6rem 1rem;font:inherit}\
     [role=alert]{color:#a11}h1{font-size:1.2rem}";
