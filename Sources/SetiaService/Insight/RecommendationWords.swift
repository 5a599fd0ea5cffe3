package import SetiaCore
package import SetiaInsight

/// Why something is suggested, in a sentence for the member.
package struct RecommendationWords: Sendable {
    private let language: Language
    private var wording: Wording { Wording(language) }

    /// In one language.
    package init(_ language: Language) {
        self.language = language
    }

    /// An item as people read it, where all that is known is its number in the shop: `kopi-o` is Kopi o.
    package static func name(_ item: Key) -> String {
        let text = item.text.replacing("-", with: " ").replacing("_", with: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    /// Why she may want an item that she has not bought.
    package func why(_ suggestion: Recommender.Suggestion) -> String {
        let (part, whole) = (wording.number(Int64(suggestion.buyers)), wording.number(Int64(suggestion.of)))
        guard let because = suggestion.because.map({ RecommendationWords.name($0) }) else {
            return switch language {
            case .en: "\(part) of \(whole) members have bought it."
            case .ms: "\(part) daripada \(whole) ahli pernah membelinya."
            case .id: "\(part) dari \(whole) anggota pernah membelinya."
            case .th: "สมาชิก \(part) จาก \(whole) คนเคยซื้อ"
            }
        }
        return switch language {
        case .en: "\(part) of \(whole) members who bought \(because) also bought it."
        case .ms: "\(part) daripada \(whole) ahli yang membeli \(because) turut membelinya."
        case .id: "\(part) dari \(whole) anggota yang membeli \(because) juga membelinya."
        case .th: "สมาชิก \(part) จาก \(whole) คนที่ซื้อ \(because) ซื้อสิ่งนี้ด้วย"
        }
    }

    /// Why she may want an item again.
    package func why(_ own: Recommender.Own) -> String {
        let (times, day) = (wording.number(Int64(own.times)), wording.day(own.last))
        return switch language {
        case .en: "Bought \(times) times, last on \(day)."
        case .ms: "Dibeli \(times) kali, kali terakhir pada \(day)."
        case .id: "Dibeli \(times) kali, terakhir pada \(day)."
        case .th: "ซื้อแล้ว \(times) ครั้ง ครั้งล่าสุด \(day)"
        }
    }
}
