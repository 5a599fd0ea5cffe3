internal import SetiaCore

// So many of something, in each language.

extension English {
    func counted(_ counted: Told.Counted) -> String {
        let number = numbers.whole(counted.count)
        let isOne = counted.count == 1
        return switch counted.unit {
        case .piece: isOne ? "1 item" : "\(number) items"
        case .line: isOne ? "1 line" : "\(number) lines"
        case .night: isOne ? "1 night" : "\(number) nights"
        case .minute: isOne ? "1 minute" : "\(number) minutes"
        case .other(let name): "\(number) × \(name)"
        }
    }
}

extension Malay {
    func counted(_ counted: Told.Counted) -> String {
        let number = numbers.whole(counted.count)
        return switch counted.unit {
        case .piece: "\(number) barang"
        case .line: "\(number) baris pesanan"
        case .night: "\(number) malam"
        case .minute: "\(number) minit"
        case .other(let name): "\(number) × \(name)"
        }
    }
}

extension Indonesian {
    func counted(_ counted: Told.Counted) -> String {
        let number = numbers.whole(counted.count)
        return switch counted.unit {
        case .piece: "\(number) barang"
        case .line: "\(number) baris pesanan"
        case .night: "\(number) malam"
        case .minute: "\(number) menit"
        case .other(let name): "\(number) × \(name)"
        }
    }
}

extension Thai {
    func counted(_ counted: Told.Counted) -> String {
        let number = numbers.whole(counted.count)
        return switch counted.unit {
        case .piece: "\(number) ชิ้น"
        case .line: "\(number) รายการ"
        case .night: "\(number) คืน"
        case .minute: "\(number) นาที"
        case .other(let name): "\(number) × \(name)"
        }
    }
}
