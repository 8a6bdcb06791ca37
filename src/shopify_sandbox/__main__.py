import asyncio

from shopify_sandbox import checkout, resolvers
from shopify_sandbox.domain import Domain
from shopify_sandbox.http.app import serve
from shopify_sandbox.http.shop import Sandbox
from shopify_sandbox.options import Profile
from shopify_sandbox.resolvers import RequestContext
from shopify_sandbox.world import World

d = Domain(
    make_world=World,
    resolve_field=resolvers.resolve_field,
    resolve_type=resolvers.resolve_type,
    context=RequestContext,
    snapshot=lambda w: {},
    place_order=checkout.place,
    webhook_body=lambda w, t, s: {},
)
asyncio.run(serve(Sandbox(Profile(), d), host="127.0.0.1", port=0))
