/// How far a cart has come: what of it is still to be paid, after the promotions that were given so far.
struct CartReckoning {
    /// Of each line what is still to be paid, in minor units.
    var left: [Int64]
    /// Of each line the pieces that are still to be paid.
    var pieces: [Int64]
    /// Of each line what its pieces that are to be paid cost first.
    var initial: [Int64]
    /// Of each line the pieces that are free.
    var free: [Int64]
    /// What of delivery is still to be paid.
    var shipping: Int64
    /// The sum of `left`.
    var goods: Int64
    /// The sum of `initial`.
    var initialGoods: Int64
    /// What promotions took off, in the order in which they did.
    var given: [CartEvaluation.Given] = []

    init(_ cart: Cart) {
        left = cart.lines.map(\.amount)
        pieces = cart.lines.map(\.quantity)
        initial = left
        free = Array(repeating: 0, count: left.count)
        shipping = cart.shipping
        goods = cart.goods
        initialGoods = cart.goods
    }

    /// What would be taken off, before it is.
    struct Offer {
        /// How much altogether, in minor units; above 0.
        var amount: Int64
        /// Of which lines: by what is to be paid of them, where `parts` says nothing else.
        var lines: [Int] = []
        /// Of each line its part, where it is not by what is to be paid.
        var parts: [CartEvaluation.Given.Part] = []
        /// Whether it is taken off delivery.
        var isShipping = false
    }

    /// Takes off what was offered.
    mutating func take(_ offer: Offer, of promotion: Key, for code: Key?, in phase: Promotion.Phase) {
        var parts = offer.parts
        if offer.isShipping {
            shipping -= offer.amount
        } else {
            if parts.isEmpty {
                // The lines are mostly all of them.
                let weights = offer.lines.count == left.count ? left : offer.lines.map { left[$0] }
                let shares = shared(offer.amount, inProportionTo: weights)
                parts.reserveCapacity(shares.count)
                for (line, share) in zip(offer.lines, shares) where share > 0 {
                    parts.append(CartEvaluation.Given.Part(line: line + 1, amount: share))
                    left[line] -= share
                }
            } else {
                for part in parts { take(part) }
            }
            goods -= offer.amount
        }
        given.append(
            CartEvaluation.Given(promotion: promotion, code: code, phase: phase, amount: offer.amount, parts: parts)
        )
    }

    private mutating func take(_ part: CartEvaluation.Given.Part) {
        let line = part.line - 1
        left[line] -= part.amount
        guard part.free > 0 else { return }
        let first = portion(of: initial[line], part.free, outOf: pieces[line])
        initial[line] -= first
        initialGoods -= first
        pieces[line] -= part.free
        free[line] += part.free
    }

    /// What so many pieces of a line are still to be paid: their part of the line.
    func worth(of count: Int64, in line: Int) -> Int64 { portion(of: left[line], count, outOf: pieces[line]) }

    /// Lines with something to pay for, the one whose pieces cost least first, and of equal ones the first.
    func byPrice(_ lines: [Int]) -> LinesByPrice { LinesByPrice(lines, left: left, pieces: pieces) }
}

/// Lines, the one whose pieces cost least first, and of equal ones the first; in a binary heap, since most who ask take a
/// few pieces and need no order of the rest.
///
/// - Complexity: O(*n*) to begin, O(log *n*) a line.
struct LinesByPrice: Sequence, IteratorProtocol {
    private var heap: [Int] = []
    private let left: [Int64]
    private let pieces: [Int64]

    init(_ lines: [Int], left: [Int64], pieces: [Int64]) {
        (self.left, self.pieces) = (left, pieces)
        heap.reserveCapacity(lines.count)
        for line in lines where pieces[line] > 0 { heap.append(line) }
        var place = heap.count / 2
        while place > 0 {
            place -= 1
            sink(place)
        }
    }

    mutating func next() -> Int? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink(0)
        }
        return first
    }

    private mutating func sink(_ start: Int) {
        var place = start
        while true {
            var least = place
            let (first, second) = (2 * place + 1, 2 * place + 2)
            if first < heap.count, isBefore(heap[first], heap[least]) { least = first }
            if second < heap.count, isBefore(heap[second], heap[least]) { least = second }
            guard least != place else { return }
            heap.swapAt(place, least)
            place = least
        }
    }

    /// What one piece costs is compared crosswise, so that no part of it is lost.
    private func isBefore(_ one: Int, _ other: Int) -> Bool {
        let first = left[one].multipliedFullWidth(by: pieces[other])
        let second = left[other].multipliedFullWidth(by: pieces[one])
        if first.high != second.high { return first.high < second.high }
        return first.low == second.low ? one < other : first.low < second.low
    }
}
