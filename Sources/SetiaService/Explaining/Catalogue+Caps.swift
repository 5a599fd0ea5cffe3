internal import SetiaCore

// What a cap says, in each language: so often, or so much, in so long.

extension English {
    func atMost(_ most: Told.CapTold, _ span: Cap.Span) -> String {
        let long =
            switch span {
            case .event: "each time"
            case .day: "a day"
            case .week: "a week"
            case .month: "a month"
            case .year: "a year"
            case .lifetime: "in all"
            }
        return switch most {
        case .times(1): "at most once \(long)"
        case .times(2): "at most twice \(long)"
        case .times(let times): "at most \(numbers.whole(times)) times \(long)"
        case .points(let points): "at most \(amount(points)) \(long)"
        }
    }
}

extension Malay {
    func atMost(_ most: Told.CapTold, _ span: Cap.Span) -> String {
        let long =
            switch span {
            case .event: "setiap kali"
            case .day: "sehari"
            case .week: "seminggu"
            case .month: "sebulan"
            case .year: "setahun"
            case .lifetime: "kesemuanya"
            }
        return switch most {
        case .times(let times): "paling banyak \(numbers.whole(times)) kali \(long)"
        case .points(let points): "paling banyak \(amount(points)) \(long)"
        }
    }
}

extension Indonesian {
    func atMost(_ most: Told.CapTold, _ span: Cap.Span) -> String {
        let long =
            switch span {
            case .event: "setiap kali"
            case .day: "sehari"
            case .week: "seminggu"
            case .month: "sebulan"
            case .year: "setahun"
            case .lifetime: "seluruhnya"
            }
        return switch most {
        case .times(let times): "paling banyak \(numbers.whole(times)) kali \(long)"
        case .points(let points): "paling banyak \(amount(points)) \(long)"
        }
    }
}

extension Thai {
    func atMost(_ most: Told.CapTold, _ span: Cap.Span) -> String {
        let long =
            switch span {
            case .event: "ต่อครั้ง"
            case .day: "ต่อวัน"
            case .week: "ต่อสัปดาห์"
            case .month: "ต่อเดือน"
            case .year: "ต่อปี"
            case .lifetime: "ตลอดการเป็นสมาชิก"
            }
        return switch most {
        case .times(let times): "สูงสุด \(numbers.whole(times)) ครั้ง\(long)"
        case .points(let points): "สูงสุด \(amount(points))\(long)"
        }
    }
}
