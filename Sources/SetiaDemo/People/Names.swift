/// Whose names people bear; it also says what they celebrate.
enum Heritage: Sendable, CaseIterable {
    case malay, chinese, indian, indonesian, thai
}

/// A name as it is written on a form, and in plain letters for an address.
struct WrittenName: Sendable {
    /// As she writes it.
    let full: String
    /// Small letters a to z, for the part before the @.
    let plain: String
    /// The family's name or the father's, where a household shares it.
    let family: String
}

/// Names as they are borne in the three countries.
///
/// All of them are common ones put together by chance: who bears one of them is not meant.
enum Names {
    /// A name; where `family` is given, she bears that.
    static func name(of heritage: Heritage, family: String?, _ chance: inout Chance) -> WrittenName {
        let isWoman = chance.happens(0.56)
        switch heritage {
        case .malay:
            let given = chance.one(of: isWoman ? malayWomen : malayMen)
            let second = chance.happens(0.45) ? " " + chance.one(of: isWoman ? malayWomenSecond : malayMenSecond) : ""
            let father = family ?? chance.one(of: malayMen)
            let link = isWoman ? "binti" : "bin"
            return named("\(given)\(second) \(link) \(father)", mail: [given, father], family: father)
        case .chinese:
            let surname = family ?? chance.one(of: chineseSurnames)
            let given = chance.one(of: isWoman ? chineseWomen : chineseMen)
            // Many go by a Western name besides.
            let western = chance.happens(0.3) ? chance.one(of: isWoman ? westernWomen : westernMen) + " " : ""
            return named("\(western)\(surname) \(given)", mail: [given, surname], family: surname)
        case .indian:
            let given = chance.one(of: isWoman ? indianWomen : indianMen)
            let father = family ?? chance.one(of: indianFathers)
            let link = chance.happens(0.6) ? (isWoman ? " a/p " : " a/l ") : " "
            return named("\(given)\(link)\(father)", mail: [given, father], family: father)
        case .indonesian:
            let given = chance.one(of: isWoman ? indonesianWomen : indonesianMen)
            // One name is a whole name there.
            guard family != nil || chance.happens(0.86) else {
                return named(given, mail: [given], family: given)
            }
            let last = family ?? chance.one(of: indonesianLast)
            return named("\(given) \(last)", mail: [given, last], family: last)
        case .thai:
            let given = chance.one(of: isWoman ? thaiWomen : thaiMen)
            let last = thaiLast.first { $0.latin == family } ?? chance.one(of: thaiLast)
            // Some forms are filled in in Latin letters.
            let full =
                chance.happens(0.72) ? "\(given.thai) \(last.thai)" : "\(given.latin) \(last.latin)"
            return named(full, mail: [given.latin, last.latin], family: last.latin)
        }
    }

    private static func named(_ full: String, mail: [String], family: String) -> WrittenName {
        let plain = mail.map { part in
            String(decoding: part.lowercased().utf8.filter { (97...122).contains($0) }, as: UTF8.self)
        }
        return WrittenName(full: full, plain: plain.joined(separator: "."), family: family)
    }
}

/// A name in Thai letters and in Latin ones.
struct ThaiName: Sendable {
    let thai: String
    let latin: String

    init(_ thai: String, _ latin: String) {
        self.thai = thai
        self.latin = latin
    }
}
