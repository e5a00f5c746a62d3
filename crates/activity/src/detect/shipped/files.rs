/// Every file under `rules`, in order. A test compares it with the folder.
#[rustfmt::skip]
const FILES: [(&str, &str); 1] = [
    ("okta/api-token-created.yaml", include_str!("../../../rules/okta/api-token-created.yaml")),
];
