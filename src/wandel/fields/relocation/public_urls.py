from django.urls import path

from wandel.fields.relocation.public_views import plan, schools

app_name = "relocation"
urlpatterns = [
    path("plan/", plan.plan, name="plan"),
    path("schools/", schools.finder, name="schools"),
    path("schools/points.json", schools.points, name="school-points"),
    path("schools/on-map/<int:number>/", schools.on_map, name="school-on-map"),
    path("schools/childcare/<int:pk>/", schools.childcare, name="childcare"),
    path("schools/<slug:number>/", schools.school, name="school"),
]
