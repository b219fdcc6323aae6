//! The names of sample doors and places in every language, so that a brand sees its pages as its
//! visitors do.

use crate::language::Language;

/// What samples are called in one language.
pub(super) struct SampleNames {
    tag: &'static str,
    /// Five doors.
    pub(super) doors: [&'static str; 5],
    /// How to find the third door.
    pub(super) note: &'static str,
    /// Two places.
    pub(super) places: [&'static str; 2],
    room: &'static str,
    place: &'static str,
}

impl SampleNames {
    /// The names in `language`.
    pub(super) fn of(language: &Language) -> &'static Self {
        // A test looks up every language.
        ALL.iter().find(|names| names.tag == language.tag).unwrap_or(&ALL[0])
    }

    /// One of many doors.
    pub(super) fn room(&self, number: u64) -> String {
        format!("{} {number}", self.room)
    }

    /// A place that the brand has given no name.
    pub(super) fn place(&self, id: u64) -> String {
        format!("{} {id}", self.place)
    }
}

const ALL: [SampleNames; 17] = [
    SampleNames {
        tag: "en",
        doors: ["Main entrance", "Bicycle room", "Roof terrace", "Archive", "Workshop"],
        note: "Lift to floor 7",
        places: ["Harbour House", "Mill Yard"],
        room: "Room",
        place: "Place",
    },
    SampleNames {
        tag: "de",
        doors: ["Haupteingang", "Fahrradraum", "Dachterrasse", "Archiv", "Werkstatt"],
        note: "Mit dem Aufzug in den 7. Stock",
        places: ["Haus am Hafen", "Mühlenhof"],
        room: "Raum",
        place: "Ort",
    },
    SampleNames {
        tag: "fr",
        doors: ["Entrée principale", "Local à vélos", "Toit-terrasse", "Archives", "Atelier"],
        note: "Ascenseur, 7e étage",
        places: ["Maison du Port", "Cour du Moulin"],
        room: "Salle",
        place: "Lieu",
    },
    SampleNames {
        tag: "es",
        doors: ["Entrada principal", "Cuarto de bicicletas", "Azotea", "Archivo", "Taller"],
        note: "Ascensor, planta 7",
        places: ["Casa del Puerto", "Patio del Molino"],
        room: "Sala",
        place: "Lugar",
    },
    SampleNames {
        tag: "it",
        doors: [
            "Ingresso principale",
            "Deposito biciclette",
            "Terrazza sul tetto",
            "Archivio",
            "Officina",
        ],
        note: "Ascensore, 7º piano",
        places: ["Casa del Porto", "Corte del Mulino"],
        room: "Sala",
        place: "Luogo",
    },
    SampleNames {
        tag: "pt",
        doors: ["Entrada principal", "Sala das bicicletas", "Terraço", "Arquivo", "Oficina"],
        note: "Elevador, 7.º andar",
        places: ["Casa do Porto", "Pátio do Moinho"],
        room: "Sala",
        place: "Local",
    },
    SampleNames {
        tag: "nl",
        doors: ["Hoofdingang", "Fietsenstalling", "Dakterras", "Archief", "Werkplaats"],
        note: "Lift naar de 7e verdieping",
        places: ["Havenhuis", "Molenhof"],
        room: "Kamer",
        place: "Locatie",
    },
    SampleNames {
        tag: "pl",
        doors: ["Wejście główne", "Rowerownia", "Taras na dachu", "Archiwum", "Warsztat"],
        note: "Windą na 7. piętro",
        places: ["Dom Portowy", "Młyński Dwór"],
        room: "Sala",
        place: "Miejsce",
    },
    SampleNames {
        tag: "sv",
        doors: ["Huvudentré", "Cykelrum", "Takterrass", "Arkiv", "Verkstad"],
        note: "Hiss till våning 7",
        places: ["Hamnhuset", "Kvarngården"],
        room: "Rum",
        place: "Plats",
    },
    SampleNames {
        tag: "da",
        doors: ["Hovedindgang", "Cykelrum", "Tagterrasse", "Arkiv", "Værksted"],
        note: "Elevator til 7. sal",
        places: ["Havnehuset", "Møllegården"],
        room: "Lokale",
        place: "Sted",
    },
    SampleNames {
        tag: "cs",
        doors: ["Hlavní vchod", "Kolárna", "Střešní terasa", "Archiv", "Dílna"],
        note: "Výtahem do 7. patra",
        places: ["Dům v přístavu", "Mlýnský dvůr"],
        room: "Místnost",
        place: "Místo",
    },
    SampleNames {
        tag: "tr",
        doors: ["Ana giriş", "Bisiklet odası", "Çatı terası", "Arşiv", "Atölye"],
        note: "Asansörle 7. kata",
        places: ["Liman Evi", "Değirmen Avlusu"],
        room: "Oda",
        place: "Yer",
    },
    SampleNames {
        tag: "uk",
        doors: ["Головний вхід", "Велокімната", "Тераса на даху", "Архів", "Майстерня"],
        note: "Ліфтом на 7-й поверх",
        places: ["Портовий дім", "Млинове подвір’я"],
        room: "Кімната",
        place: "Місце",
    },
    SampleNames {
        tag: "ja",
        doors: ["正面玄関", "駐輪場", "屋上テラス", "資料室", "工房"],
        note: "エレベーターで7階へ",
        places: ["ハーバーハウス", "ミルヤード"],
        room: "部屋",
        place: "場所",
    },
    SampleNames {
        tag: "zh-Hans",
        doors: ["正门", "自行车房", "屋顶露台", "档案室", "工作室"],
        note: "乘电梯到7层",
        places: ["港湾楼", "磨坊院"],
        room: "房间",
        place: "地点",
    },
    SampleNames {
        tag: "ar",
        doors: ["المدخل الرئيسي", "غرفة الدراجات", "شرفة السطح", "الأرشيف", "الورشة"],
        note: "بالمصعد إلى الطابق 7",
        places: ["دار الميناء", "ساحة الطاحونة"],
        room: "غرفة",
        place: "مكان",
    },
    SampleNames {
        tag: "he",
        doors: ["כניסה ראשית", "חדר אופניים", "מרפסת גג", "ארכיון", "סדנה"],
        note: "במעלית לקומה 7",
        places: ["בית הנמל", "חצר הטחנה"],
        room: "חדר",
        place: "מקום",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language;

    #[test]
    fn samples_have_names_in_every_language() {
        for language in language::ALL {
            assert_eq!(SampleNames::of(language).tag, language.tag);
        }
    }
}
