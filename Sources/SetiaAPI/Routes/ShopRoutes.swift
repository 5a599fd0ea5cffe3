internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Stores: the places that events name.
    var shopEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/stores", needs: .programmeRead, answer: getShops),
            Endpoint(.get, "/v1/stores/{store}", needs: .programmeRead, answer: getShop),
            Endpoint(.put, "/v1/stores/{store}", needs: .programmeWrite, answer: putShop),
        ]
    }

    private func getShops(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let shops = try await service.shops()
        return response(PageBody(items: shops.map { ShopBody(shop: $0) }, next: nil))
    }

    private func getShop(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = Key(context.parameters.get("store") ?? "")
        guard let shop = try await service.shops().first(where: { $0.id.key == id }) else {
            throw Problem.notFound("store")
        }
        return response(ShopBody(shop: shop))
    }

    private func putShop(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let shop = try parseShop(try await request.json(), id: context.parameters.get("store"))
        let isNew = try await service.putShop(shop)
        return response(ShopBody(shop: shop), status: isNew ? .created : .ok)
    }
}
