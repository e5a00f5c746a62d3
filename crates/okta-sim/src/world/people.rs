//! People made from a number: everything in their profile follows from 64 bits, so that hundreds of
//! thousands need no memory of their own.

/// A person of a generated organization.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    pub(crate) first: &'static str,
    pub(crate) last: &'static str,
    pub(crate) department: &'static str,
    pub(crate) title: &'static str,
    pub(crate) city: &'static str,
    pub(crate) country: &'static str,
    pub(crate) user_type: &'static str,
    pub(crate) employee_number: u64,
}

/// Packs a person: indices into the word lists (taken modulo their length) and an employee number.
pub(crate) const fn pack(
    first: u8,
    last: u8,
    department: u8,
    title: u8,
    city: u8,
    kind: u8,
    number: u32,
) -> u64 {
    (first as u64)
        | (last as u64) << 8
        | (department as u64) << 16
        | (title as u64 & 15) << 24
        | (city as u64 & 15) << 28
        | (kind as u64 & 7) << 32
        | ((number as u64) & 0x1FFF_FFFF) << 35
}

impl Person {
    /// The person that a number stands for.
    pub(crate) fn unpack(packed: u64) -> Self {
        let byte = |shift: u32, mask: u64| usize::try_from(packed >> shift & mask).unwrap_or(0);
        let (department, titles) = DEPARTMENTS[byte(16, 255) % DEPARTMENTS.len()];
        let (city, country) = CITIES[byte(28, 15) % CITIES.len()];
        Self {
            first: FIRST[byte(0, 255) % FIRST.len()],
            last: LAST[byte(8, 255) % LAST.len()],
            department,
            title: titles[byte(24, 15) % titles.len()],
            city,
            country,
            user_type: TYPES[byte(32, 7) % TYPES.len()],
            employee_number: packed >> 35,
        }
    }

    /// The members of the profile besides `login` and `email`, in the order of the schema.
    pub(crate) fn fields(&self) -> [(&'static str, &'static str); 7] {
        [
            ("firstName", self.first),
            ("lastName", self.last),
            ("department", self.department),
            ("title", self.title),
            ("city", self.city),
            ("countryCode", self.country),
            ("userType", self.user_type),
        ]
    }
}

/// Kinds of worker; the first one is by far the most frequent in generated worlds.
pub(crate) const TYPES: [&str; 4] = ["Employee", "Contractor", "Intern", "Service"];

/// Departments with their titles.
pub(crate) const DEPARTMENTS: [(&str, &[&str]); 12] = [
    (
        "Engineering",
        &[
            "Software Engineer",
            "Senior Software Engineer",
            "Staff Engineer",
            "Engineering Manager",
            "Site Reliability Engineer",
            "QA Engineer",
        ],
    ),
    (
        "Sales",
        &[
            "Account Executive",
            "Sales Engineer",
            "Sales Manager",
            "Business Development Representative",
        ],
    ),
    (
        "Finance",
        &[
            "Accountant",
            "Financial Analyst",
            "Controller",
            "Payroll Specialist",
        ],
    ),
    ("HR", &["HR Partner", "Recruiter", "HR Manager"]),
    (
        "IT",
        &["Help Desk Technician", "Systems Administrator", "IT Manager"],
    ),
    (
        "Security",
        &["Security Engineer", "Security Analyst", "Security Manager"],
    ),
    (
        "Marketing",
        &[
            "Content Writer",
            "Campaign Manager",
            "Designer",
            "Product Marketer",
        ],
    ),
    (
        "Support",
        &["Support Engineer", "Customer Success Manager", "Support Manager"],
    ),
    ("Legal", &["Counsel", "Paralegal"]),
    (
        "Operations",
        &[
            "Operations Analyst",
            "Facilities Manager",
            "Procurement Specialist",
        ],
    ),
    (
        "Product",
        &["Product Manager", "Product Designer", "Data Analyst"],
    ),
    (
        "Manufacturing",
        &["Technician", "Line Lead", "Quality Inspector", "Planner"],
    ),
];

const CITIES: [(&str, &str); 10] = [
    ("San Francisco", "US"),
    ("Austin", "US"),
    ("New York", "US"),
    ("London", "GB"),
    ("Berlin", "DE"),
    ("Paris", "FR"),
    ("Toronto", "CA"),
    ("Bengaluru", "IN"),
    ("Tokyo", "JP"),
    ("Sydney", "AU"),
];

/// First names.
pub(crate) const FIRST: [&str; 96] = [
    "Ada", "Adam", "Aisha", "Akira", "Alan", "Alba", "Alice", "Amara", "Amir", "Ana", "Andre", "Anika",
    "Anna", "Anton", "Arjun", "Astrid", "Ben", "Bianca", "Bruno", "Carla", "Carlos", "Chen", "Chloe",
    "Claire", "Daniel", "David", "Deepa", "Diego", "Dina", "Elena", "Eli", "Emil", "Emma", "Erik", "Eva",
    "Farah", "Felix", "Finn", "Fiona", "Frank", "Gita", "Grace", "Greta", "Hana", "Hannah", "Hassan", "Hugo",
    "Ian", "Ines", "Ivan", "Jack", "Jana", "Jin", "John", "Jonas", "Julia", "Kai", "Karin", "Kenji", "Lara",
    "Lea", "Leo", "Lina", "Louis", "Lucia", "Maria", "Mark", "Marta", "Mei", "Mia", "Milan", "Mina", "Nadia",
    "Nina", "Noah", "Nora", "Olga", "Omar", "Oscar", "Paul", "Petra", "Priya", "Rafael", "Rosa", "Ruth",
    "Sam", "Sara", "Sofia", "Tariq", "Tess", "Tom", "Uma", "Vera", "Wei", "Yara", "Zoe",
];

/// Last names.
pub(crate) const LAST: [&str; 112] = [
    "Adams",
    "Ahmed",
    "Alvarez",
    "Andersen",
    "Baker",
    "Barnes",
    "Becker",
    "Bell",
    "Bianchi",
    "Brown",
    "Campbell",
    "Carter",
    "Castro",
    "Chen",
    "Clark",
    "Cohen",
    "Cole",
    "Cooper",
    "Costa",
    "Cruz",
    "Das",
    "Davis",
    "Diaz",
    "Dubois",
    "Edwards",
    "Evans",
    "Fernandez",
    "Fischer",
    "Flores",
    "Foster",
    "Garcia",
    "Gomez",
    "Gray",
    "Green",
    "Gupta",
    "Hall",
    "Hansen",
    "Harris",
    "Hayes",
    "Hill",
    "Hoffmann",
    "Hughes",
    "Ibrahim",
    "Ito",
    "Jackson",
    "Jansen",
    "Johnson",
    "Jones",
    "Joshi",
    "Kang",
    "Kaya",
    "Kelly",
    "Khan",
    "Kim",
    "King",
    "Klein",
    "Kowalski",
    "Kumar",
    "Larsen",
    "Laurent",
    "Lee",
    "Lewis",
    "Li",
    "Lopez",
    "Martin",
    "Meyer",
    "Miller",
    "Mitchell",
    "Moore",
    "Mora",
    "Morris",
    "Murphy",
    "Nakamura",
    "Nelson",
    "Nguyen",
    "Novak",
    "Okafor",
    "Olsen",
    "Ortiz",
    "Park",
    "Parker",
    "Patel",
    "Perez",
    "Peters",
    "Popov",
    "Price",
    "Ramos",
    "Reed",
    "Reyes",
    "Rivera",
    "Rossi",
    "Russo",
    "Saito",
    "Santos",
    "Sato",
    "Schmidt",
    "Scott",
    "Shah",
    "Silva",
    "Singh",
    "Smith",
    "Suzuki",
    "Tanaka",
    "Taylor",
    "Torres",
    "Turner",
    "Walker",
    "Wang",
    "Weber",
    "White",
    "Wright",
    "Young",
];
