package import SetiaCore

/// Purchases as columns, in the order in which they came: 16 bytes each, whatever their number.
///
/// What is folded to a few bytes a member (`PurchaseHistory`) answers what one fold can; this answers what needs the
/// purchases themselves: a history up to some day, the time between purchases, what was taken back. Only what counts is
/// in it, as with `PurchaseHistory`: paid orders of known members, of one currency, on local days of one zone.
package struct PurchaseColumns: Sendable {
    /// Pieces of equal length but for the last, so that growing moves nothing and never holds the memory twice.
    private(set) var pieces: [PurchasePiece] = []
    /// Numbers of members are below this.
    package private(set) var memberCount = 0
    /// Purchases that were appended and not taken out.
    package private(set) var count = 0
    /// The first and last day, what was taken out later too; none where there is none.
    package private(set) var days: ClosedRange<Day>?

    package init() {}

    /// Where a purchase stands, to take something back of it.
    package struct Place: Sendable, Hashable {
        fileprivate let row: Int
    }

    /// Adds one purchase.
    ///
    /// - Parameters:
    ///   - member: A number from 0, given densely by the caller.
    ///   - day: The local day.
    ///   - amountMinorUnits: What was paid, 0 or more.
    /// - Returns: Where it stands, for what comes back of it.
    @discardableResult
    package mutating func append(member: Int32, day: Day, amountMinorUnits: Int64) -> Place {
        guard member >= 0, amountMinorUnits >= 0 else { fault("a purchase of \(amountMinorUnits) by \(member)") }
        if pieces.last.map({ $0.members.count == PurchasePiece.length }) ?? true { pieces.append(PurchasePiece()) }
        let piece = pieces.count - 1
        pieces[piece].members.append(member)
        pieces[piece].days.append(day.number)
        pieces[piece].amounts.append(amountMinorUnits)
        memberCount = max(memberCount, Int(member) + 1)
        count += 1
        if let known = days {
            if !known.contains(day) { days = min(known.lowerBound, day)...max(known.upperBound, day) }
        } else {
            days = day...day
        }
        return Place(row: piece * PurchasePiece.length + pieces[piece].members.count - 1)
    }

    /// Takes an amount back of a purchase; one of which nothing is left counts no more.
    ///
    /// - Returns: How much more was to be taken back than there was; 0 where it went well.
    package mutating func takeBack(_ amountMinorUnits: Int64, of place: Place) -> Int64 {
        let (piece, row) = place.row.quotientAndRemainder(dividingBy: PurchasePiece.length)
        guard pieces[piece].members[row] != PurchasePiece.nobody else { return amountMinorUnits }
        let left = pieces[piece].amounts[row] - amountMinorUnits
        pieces[piece].amounts[row] = max(0, left)
        if left <= 0 {
            pieces[piece].members[row] = PurchasePiece.nobody
            count -= 1
        }
        return max(0, -left)
    }

    /// Adds an amount to a purchase, as another line of the same order; no where nothing is left of it.
    package mutating func add(_ amountMinorUnits: Int64, to place: Place) -> Bool {
        let (piece, row) = place.row.quotientAndRemainder(dividingBy: PurchasePiece.length)
        guard pieces[piece].members[row] != PurchasePiece.nobody else { return false }
        pieces[piece].amounts[row] += amountMinorUnits
        return true
    }

    /// Gives members other numbers, such as those of their names in order, so that the order of rows changes nothing.
    package mutating func renumber(_ numbers: [Int32]) {
        memberCount = numbers.reduce(0) { max($0, Int($1) + 1) }
        for piece in pieces.indices {
            for row in pieces[piece].members.indices where pieces[piece].members[row] != PurchasePiece.nobody {
                pieces[piece].members[row] = numbers[Int(pieces[piece].members[row])]
            }
        }
    }

    /// What was paid for all of them, in minor units.
    package var sum: Int64 {
        var sum: Int64 = 0
        eachPurchase { _, _, amount in sum += amount }
        return sum
    }

    /// Calls `body` with each purchase, in the order in which they came.
    @inline(__always)
    package func eachPurchase(_ body: (_ member: Int32, _ day: Int32, _ amountMinorUnits: Int64) -> Void) {
        eachPurchase(in: pieces.indices, body)
    }

    /// Calls `body` with each purchase of some pieces, in the order in which they came.
    @inline(__always)
    func eachPurchase(
        in range: Range<Int>,
        _ body: (_ member: Int32, _ day: Int32, _ amountMinorUnits: Int64) -> Void
    ) {
        for piece in pieces[range] {
            piece.members.withUnsafeBufferPointer { members in
                piece.days.withUnsafeBufferPointer { days in
                    piece.amounts.withUnsafeBufferPointer { amounts in
                        for row in 0..<members.count where members[row] != PurchasePiece.nobody {
                            body(members[row], days[row], amounts[row])
                        }
                    }
                }
            }
        }
    }

    /// The same as `history`, on two cores where there are many purchases.
    package func folded(from first: Day? = nil, through last: Day? = nil) async -> PurchaseHistory {
        await PurchaseHistory.folded(self, from: first, through: last)
    }

    /// What members bought, folded; through a day, where one is named.
    package func history(from first: Day? = nil, through last: Day? = nil) -> PurchaseHistory {
        PurchaseHistory(folding: self, from: first, through: last)
    }
}

/// So many purchases, column by column.
struct PurchasePiece: Sendable {
    static let length = 1 << 16
    /// Stands for the member of a purchase of which nothing is left.
    static let nobody: Int32 = -1

    var members: [Int32] = []
    var days: [Int32] = []
    var amounts: [Int64] = []

    init() {
        members.reserveCapacity(PurchasePiece.length)
        days.reserveCapacity(PurchasePiece.length)
        amounts.reserveCapacity(PurchasePiece.length)
    }
}
