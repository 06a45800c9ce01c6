"""A form with a drawing, as a site's page has one; the product's own addresses stand behind it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

PAGE = Template(
    "{% extends 'ui/staff.html' %}{% load land_map %}{% block title %}Drawing{% endblock %}"
    "{% block heading %}Drawing{% endblock %}{% block head %}{% include 'land/_map_head.html' %}{% endblock %}"
    "{% block content %}<form method='post' class='card'>{% csrf_token %}{{ form.as_div }}"
    "{% land_map mode='draw' field='id_geometry' height='medium' %}</form>{% endblock %}"
)


class DrawingForm(forms.Form):
    geometry = forms.CharField(widget=forms.Textarea, required=False)


def drawing(request: HttpRequest) -> HttpResponse:
    form = DrawingForm(initial={"geometry": request.POST.get("geometry", "")})
    return HttpResponse(PAGE.render(RequestContext(request, {"form": form})))


urlpatterns = [path("drawing/", drawing), path("", include("wandel.web.urls"))]
