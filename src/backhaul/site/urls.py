"""Every address of an installation."""

from django.contrib import admin
from django.urls import path

from backhaul.site import operations

urlpatterns = [
    path("healthz", operations.healthz),
    path("readyz", operations.readyz),
    path("metrics", operations.metrics),
    path("console/", admin.site.urls),
]
