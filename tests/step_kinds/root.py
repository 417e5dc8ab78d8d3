"""Every address of the service, and the quiz's."""

from learning.config import urls
from tests.step_kinds.urls import urlpatterns as quiz

urlpatterns = [*quiz, *urls.urlpatterns]
handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500
