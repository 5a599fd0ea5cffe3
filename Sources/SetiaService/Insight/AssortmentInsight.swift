package import SetiaCore
package import SetiaInsight

/// What is in members' orders: how loyal they are to brands, and what goes with what.
package struct AssortmentInsight: Sendable {
    /// Whether lines name brands (`brand:…` among their categories); else categories stand for them.
    package let hasBrands: Bool
    /// Loyalty to brands by category, that of everything first, then those with most purchases; empty where no line names
    /// anything.
    package let loyalties: [BrandLoyalty]
    /// Who bought a brand in the last year, by category and brand; by the place in `names`.
    fileprivate let buyers: [Key?: [Key: [Int32]]]
    fileprivate let names: [MemberID]
    /// What is bought together.
    package let recommender: Recommender
    /// The last day of which all purchases are known.
    package let end: Day

    /// How many categories have a loyalty of their own, besides everything.
    package static let mostCategories = 8
    /// What a category begins with that is a brand.
    package static let brandPrefix = "brand:"

    /// Who bought a brand in the last year, of one category or, with none, of everything; in the order in which members
    /// were read.
    package func buyers(of brand: Key, in category: Key?) -> [MemberID] {
        (buyers[category]?[brand] ?? []).map { names[Int($0)] }
    }
}

extension SetiaService {
    /// Reads the lines of all orders in one pass, a member's together.
    ///
    /// - Throws: `Unready`, or the store's failure.
    func measuredAssortment() async throws -> AssortmentInsight {
        let now = surroundings.now()
        return try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            var fold = AssortmentFold(zone: version.zone, end: version.zone.day(of: now))
            var read = 0
            try archive.keptOrders(of: nil) { member, at, lines in
                fold.add(member, at, lines)
                read += 1
                if read & 0xFFF == 0 { try Task.checkCancellation() }
            }
            return fold.finished()
        }
    }
}

/// Orders as they stream by, a member's together.
private struct AssortmentFold {
    let zone: any LocalTime
    let end: Day
    private var member: MemberID?
    /// Everything: by brand, and by category.
    private var brands: BrandYears
    private var categories: BrandYears
    /// The brands of one category, those that came first.
    private var within: [Key: BrandYears] = [:]
    /// How many members had come before the first of a category.
    private var begun: [Key: Int32] = [:]
    private var names: [MemberID] = []
    private var hasBrands = false
    private var together = CoPurchases()
    /// Of the member whose orders come: when she bought what last.
    private var lately: [Key: Int32] = [:]

    init(zone: any LocalTime, end: Day) {
        self.zone = zone
        self.end = end
        brands = BrandYears(end: end)
        categories = BrandYears(end: end)
    }

    mutating func add(_ member: MemberID, _ at: Instant, _ lines: [Order.Line]) {
        if self.member != member {
            endMember()
            self.member = member
        }
        let day = zone.day(of: at)
        var (named, kinds, byKind) = ([Key](), [Key](), [Key: [Key]]())
        for line in lines {
            lately[line.sku] = max(lately[line.sku] ?? .min, day.number)
            let brand = line.categories.first { $0.isBrand }?.withoutPrefix
            // The first is what the thing is; more of them say it more finely or otherwise, and would count it twice.
            let kind = line.categories.first { !$0.isBrand }
            if let kind { kinds.append(kind) }
            guard let brand else { continue }
            named.append(brand)
            if let kind { byKind[kind, default: []].append(brand) }
        }
        hasBrands = hasBrands || !named.isEmpty
        brands.add(day: day, brands: named)
        categories.add(day: day, brands: kinds)
        for kind in byKind.keys.sorted() {
            if within[kind] == nil, within.count < 64 {
                within[kind] = BrandYears(end: end)
                begun[kind] = Int32(names.count)
            }
            within[kind]?.add(day: day, brands: byKind[kind] ?? [])
        }
    }

    private mutating func endMember() {
        guard let member else { return }
        names.append(member)
        brands.endMember()
        categories.endMember()
        for kind in within.keys { within[kind]?.endMember() }
        together.add(lately.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key))
        lately.removeAll(keepingCapacity: true)
    }

    func finished() -> AssortmentInsight {
        var fold = self
        fold.endMember()
        var loyalties: [BrandLoyalty] = []
        let everything = BrandLoyalty(category: nil, (hasBrands ? fold.brands : fold.categories).panels())
        if everything.years.contains(where: { !$0.panel.brands.isEmpty }) { loyalties.append(everything) }
        let apart = fold.within.keys.sorted().map { kind in
            (kind: kind, panels: fold.within[kind]?.panels(among: fold.brands) ?? [])
        }
        .filter { ($0.panels.last?.panel.brands.count ?? 0) > 1 }
        .sorted {
            let (left, right) = ($0.panels.last?.panel.purchases ?? 0, $1.panels.last?.panel.purchases ?? 0)
            return (right, $0.kind) < (left, $1.kind)
        }
        if fold.within.count > 1 {
            loyalties += apart.prefix(AssortmentInsight.mostCategories).map {
                BrandLoyalty(category: $0.kind, $0.panels)
            }
        }
        var buyers: [Key?: [Key: [Int32]]] = [nil: (hasBrands ? fold.brands : fold.categories).buyers]
        for loyalty in loyalties {
            guard let kind = loyalty.category, let own = fold.within[kind] else { continue }
            let first = fold.begun[kind] ?? 0
            buyers[kind] = own.buyers.mapValues { $0.map { $0 + first } }
        }
        return AssortmentInsight(
            hasBrands: hasBrands,
            loyalties: loyalties,
            buyers: buyers,
            names: fold.names,
            recommender: Recommender(fold.together),
            end: end
        )
    }
}

extension Key {
    /// Whether a category is a brand's name.
    fileprivate var isBrand: Bool { text.hasPrefix(AssortmentInsight.brandPrefix) }
    /// The name of the brand.
    fileprivate var withoutPrefix: Key { Key(String(text.dropFirst(AssortmentInsight.brandPrefix.count))) }
}
