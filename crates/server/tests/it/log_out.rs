//! Signing out of Portolan ends the session at the simulated Okta, too: the real binary, over HTTP.

use crate::house::House;
use crate::sign_on::{Browser, Form, api, form_of};
use reqwest::Method;

/// Signs in and out; the browser, and the answer of Okta that it would bring back.
async fn signed_out(house: &House) -> (Browser, Form) {
    let (login_url, password) = (house.fact("saml_login_url"), house.fact("saml_password"));
    let person = house.ready["saml_people"][0].as_str().unwrap();
    let mut browser = Browser::new();
    let answer = browser.answer_of_okta(login_url, person, password).await;
    browser.send(&answer.action, Some(&answer.fields)).await;
    assert_eq!(browser.whoami(house).await["principal"]["name"], person);
    let said = browser.sign_out(house).await;
    assert_eq!(
        browser.whoami(house).await["signed_in"],
        false,
        "over here before anything else"
    );
    let onward = said["logout_url"].as_str().unwrap();
    let (url, page) = browser.send(onward, None).await;
    let answer = form_of(&url, &page.text().await.unwrap());
    assert!(
        answer.action.ends_with("/v1/webapi/saml/slo/okta"),
        "{}",
        answer.action
    );
    (browser, answer)
}

async fn audit(house: &House) -> String {
    let (_, audit) = api(house, Method::GET, "/api/v1/audit?limit=20", None).await;
    audit.to_string()
}

#[tokio::test]
async fn who_signs_out_here_is_signed_out_of_okta_and_lands_on_the_sign_in_page() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let (mut browser, answer) = signed_out(&house).await;
    let (url, page) = browser.send(&answer.action, Some(&answer.fields)).await;
    assert!(url.ends_with("/sign-in"), "{url}");
    assert!(page.status().is_success());
    assert!(audit(&house).await.contains("session.logout.answer"));
    let (url, page) = browser.send(house.fact("saml_login_url"), None).await;
    let asked = form_of(&url, &page.text().await.unwrap());
    assert!(
        asked.fields.iter().any(|(name, _)| name == "username"),
        "Okta asks who it is"
    );

    // The answer counts once.
    let (url, page) = browser.send(&answer.action, Some(&answer.fields)).await;
    assert!(url.ends_with("/slo/okta"), "{url}");
    assert!(page.text().await.unwrap().contains("Signed out here"));
}

#[tokio::test]
async fn an_answer_that_proves_nothing_is_told_plainly() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let (mut browser, answer) = signed_out(&house).await;
    let mut other_state = answer.fields.clone();
    for (name, value) in &mut other_state {
        if name == "RelayState" {
            value.push('x');
        }
    }
    let mut altered = answer.fields.clone();
    for (name, value) in &mut altered {
        if name == "SAMLResponse" {
            value.replace_range(40..41, if &value[40..41] == "A" { "B" } else { "A" });
        }
    }
    for (what, fields, browser) in [
        ("another browser", &answer.fields, &mut Browser::new()),
        ("altered", &altered, &mut browser),
    ] {
        let (_, page) = browser.send(&answer.action, Some(fields)).await;
        let told = page.text().await.unwrap();
        assert!(told.contains("you may still be signed in"), "{what}: {told}");
    }
    let (_, page) = browser.send(&answer.action, Some(&other_state)).await;
    assert!(page.text().await.unwrap().contains("Signed out here"));
    let told = audit(&house).await;
    assert!(
        told.contains("other_request") && told.contains("relay_state"),
        "{told}"
    );
    let (_, page) = browser.send(&answer.action, None).await;
    assert!(
        page.text().await.unwrap().contains("could not be asked"),
        "the address without a message"
    );
}
