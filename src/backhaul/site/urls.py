"""Every address of an installation."""

from django.contrib import admin
from django.urls import path

from backhaul.api.registration import addresses as api_addresses
from backhaul.console import registration as console
from backhaul.portal import registration as portal
from backhaul.site import operations
from backhaul.site.failures import server_error

console.register(admin.site)

handler500 = server_error

urlpatterns = [
    path("healthz", operations.healthz),
    path("readyz", operations.readyz),
    path("metrics", operations.metrics),
    *api_addresses(),
    path("console/", admin.site.urls),
    *portal.addresses(),
]
